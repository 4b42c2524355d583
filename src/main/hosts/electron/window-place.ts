import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

const schema = v.object({
  x: v.optional(v.pipe(v.number(), v.integer())),
  y: v.optional(v.pipe(v.number(), v.integer())),
  width: v.pipe(v.number(), v.integer(), v.minValue(400)),
  height: v.pipe(v.number(), v.integer(), v.minValue(300)),
  isMaximized: v.boolean(),
});

/** Where the window stood last, in device-independent pixels. */
export type WindowPlace = v.InferOutput<typeof schema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const usual: WindowPlace = { width: 1280, height: 840, isMaximized: false };
/** So much of the window must be on a screen, or nobody could take hold of it. */
const grip = 80;

/**
 * The remembered place, or the usual one when there is none, it cannot be read, or its screen is gone.
 * A forgotten window place is no loss, so nothing is reported.
 */
export function readWindowPlace(file: string, screens: readonly Area[]): WindowPlace {
  const parsed = v.safeParse(schema, readJson(file));
  if (!parsed.success) return usual;
  const place = parsed.output;
  return screens.some((screen) => isReachable(place, screen))
    ? place
    : { ...usual, isMaximized: place.isMaximized };
}

/** Whole or not at all; the folder must be there. */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(place)}\n`);
  renameSync(temporary, file);
}

function isReachable({ x, y, width }: WindowPlace, screen: Area): boolean {
  if (x === undefined || y === undefined) return false;
  return (
    x + width >= screen.x + grip &&
    x <= screen.x + screen.width - grip &&
    y >= screen.y &&
    y <= screen.y + screen.height - grip
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
