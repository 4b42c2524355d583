/** git decides by the first 8000 bytes. */
const looked = 8000;

/** Whether git would take the content for binary: a NUL byte near its start. */
export function looksBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, looked).includes(0);
}
