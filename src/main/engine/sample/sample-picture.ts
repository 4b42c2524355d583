import { crc32, deflateSync } from 'node:zlib';

/** A small picture of northern lights, drawn by calculation. PNG: https://www.w3.org/TR/png-3/ */
export function northernLights(width = 128, height = 64): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3)); // each row begins with filter 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set(colourAt(x / width, y / height), y * (1 + width * 3) + 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // 8 bits, true colour
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A green curtain over a dark sky, snow at the bottom. */
function colourAt(x: number, y: number): readonly [number, number, number] {
  if (y > 0.82 + 0.05 * Math.sin(x * 9)) return [236, 243, 248];
  const curtain = 0.38 + 0.12 * Math.sin(x * 7) + 0.05 * Math.sin(x * 23);
  const light = Math.max(0, 1 - Math.abs(y - curtain) * 3.2) * (0.7 + 0.3 * Math.sin(x * 40));
  const mix = (night: number, lights: number): number => Math.round(night + (lights - night) * light);
  return [mix(16, 61), mix(36, 220), mix(62, 151)];
}

function chunk(name: string, body: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const out = Buffer.alloc(typed.length + 8);
  out.writeUInt32BE(body.length, 0);
  typed.copy(out, 4);
  out.writeUInt32BE(crc32(typed), typed.length + 4);
  return out;
}
