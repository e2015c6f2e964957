/** The body of an answer. Throws RangeError once it is longer than it may be: nothing is read beyond. */
export async function boundedBody({ body }: Response, mostBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) throw new RangeError('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
