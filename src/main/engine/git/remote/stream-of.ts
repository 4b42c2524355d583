/** Bytes that are all here, for those who take a stream. */
// eslint-disable-next-line @typescript-eslint/require-await -- a stream is asynchronous, also where nothing is waited for
export async function* streamOf(...pieces: readonly Buffer[]): AsyncGenerator<Buffer, void> {
  yield* pieces;
}
