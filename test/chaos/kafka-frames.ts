const LENGTH_BYTES = 4;

/** Puts the pieces of a stream together to the frames of Kafka's protocol, each with its length in front. */
export function frames(take: (frame: Buffer) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let size = 0;
  return (piece) => {
    pieces.push(piece);
    size += piece.length;
    while (size >= LENGTH_BYTES) {
      // whole only when a frame can be complete: joining for each piece would be quadratic
      if ((pieces[0] as Buffer).length < LENGTH_BYTES) pieces = [Buffer.concat(pieces)];
      const wanted = LENGTH_BYTES + (pieces[0] as Buffer).readInt32BE(0);
      if (size < wanted) return;
      const whole = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      take(whole.subarray(0, wanted));
      const rest = whole.subarray(wanted);
      pieces = rest.length > 0 ? [rest] : [];
      size = rest.length;
    }
  };
}
