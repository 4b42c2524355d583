import { textWidth, printable } from './layout';
import type { Sink } from './io';

/** One line on a terminal that is written over; nothing at all elsewhere. */
export interface ProgressLine {
  /** @param share 0..1, or null where it cannot be known */
  show(text: string, share: number | null): void;
  /** A line that stays, above the progress. */
  say(text: string): void;
  clear(): void;
}

const startOver = '\r\u001b[K';
const mostColumns = 79;

export function createProgressLine(sink: Sink): ProgressLine {
  let shown = '';
  const draw = (text: string): void => {
    if (!sink.isTerminal || text === shown) return;
    sink.write(startOver + text);
    shown = text;
  };
  return {
    show(text, share) {
      const percent = share === null ? '' : `${String(Math.round(share * 100)).padStart(3)} %  `;
      draw(cut(percent + printable(text)));
    },
    say(text) {
      sink.write(`${shown ? startOver : ''}${text}\n`);
      shown = '';
    },
    clear() {
      if (shown) sink.write(startOver);
      shown = '';
    },
  };
}

/** A line that wraps could not be written over. */
function cut(text: string): string {
  let short = text;
  while (textWidth(short) > mostColumns) short = short.slice(0, -1);
  return short;
}
