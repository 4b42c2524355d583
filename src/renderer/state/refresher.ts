/**
 * Calls `refresh` soon after hints, however many come: one at a time, and once more when a hint
 * arrived meanwhile.
 */
export function createRefresher(refresh: () => Promise<unknown>, waitMilliseconds = 120): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    again = false;
    await refresh();
    running = false;
    if (again) hint();
  };
  const hint = (): void => {
    if (running) again = true;
    else timer ??= setTimeout(() => void run(), waitMilliseconds);
  };
  return hint;
}
