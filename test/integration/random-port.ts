const SPAN = 4000;
/** A server may take the next ones too. */
const STEP = 4;

/** A port of `from` to `from` + 3,999; stay below 32,768, where the system takes the ports of outgoing connections from. */
export const randomPort = (from: number): string => String(from + STEP * Math.floor((Math.random() * SPAN) / STEP));
