/** A power of two near the square root of a whole number: cheap, and good enough for limits. */
export function roundRoot(number: number): number {
  let root = 1;
  for (let rest = number; rest > 0; rest = Math.floor(rest / 4)) root *= 2;
  return root;
}
