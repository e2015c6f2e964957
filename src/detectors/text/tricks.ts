/** Line breaks as sources write them, and a head of a log line or of a web answer after them. */
export const FORGED =
  /(?:%0d%0a|%0a|\\r\\n|\r\n|\n)(?:\s|%20|\+){0,4}(?:<\d{1,3}>|\w{3} +\d{1,2} \d\d:\d\d|\d{4}-\d\d-\d\d|set-cookie|location:|content-|http\/1|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} - |level=|time=|type=|\[?(?:info|error|warn|notice|debug)\b)/i;

/** Look-ups in a text that a logger carries out. */
export const JNDI = /\$\{(?:jndi:|[^{}]{0,60}\$\{[^{}]{0,40}\}|[a-z]{3,6}:[^{}]{0,80}\})/i;

/** Beginnings of escape sequences as they are and as sources write them. */
export const ESCAPES = ['\u001b[', '\u001b]', '\u009b', '%1b[', '\\x1b[', '\\u001b[', '\\033[', '%1b%5b'];
