import { performance } from 'node:perf_hooks';

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const show = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;

/** Milliseconds that something takes. */
async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Medians of two things that are done in turn, so that both see the same machine. */
export interface Compared {
  readonly native: number;
  readonly ours: number;
}

/** One round each that does not count, then `rounds` that do, in turn. `prepare` is not timed. */
export async function inTurn(
  rounds: number,
  native: (round: number) => unknown,
  ours: (round: number) => unknown,
  prepare: (round: number) => void = () => undefined,
): Promise<Compared> {
  const times = { native: [] as number[], ours: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    prepare(round);
    const nativeTime = await timed(() => native(round));
    const oursTime = await timed(() => ours(round));
    if (round === 0) continue;
    times.native.push(nativeTime);
    times.ours.push(oursTime);
  }
  return { native: median(times.native), ours: median(times.ours) };
}
