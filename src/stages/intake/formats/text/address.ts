const MAX_IPV6 = 45;

/** Whether the text is a dotted IPv4 address. */
export function isIpv4(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let dots = 0;
  let value = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (value < 0) return false;
      dots++;
      value = -1;
    } else if (code >= 48 && code <= 57) {
      value = (value < 0 ? 0 : value * 10) + code - 48;
      if (value > 255) return false;
    } else return false;
  }
  return dots === 3 && value >= 0;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

function isIpv6(text: string): boolean {
  if (text.length < 2 || text.length > MAX_IPV6) return false;
  let colons = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 58) colons++;
    else if (!isHex(code) && code !== 46) return false;
  }
  // Without the double colon every group must be there: else times of day and ids would pass.
  return text.includes('::') ? colons <= 8 : colons === (text.includes('.') ? 6 : 7);
}

/** The address that the text is, IPv6 in lower case, an IPv4 one out of its IPv6 dress; '' when it is none. */
export function addressOf(text: string): string {
  if (isIpv4(text)) return text;
  if (text.length > MAX_IPV6 + 20) return '';
  let bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = bare.indexOf('%');
  if (zone > 0) bare = bare.slice(0, zone);
  if (!isIpv6(bare)) return '';
  const lower = bare.toLowerCase();
  return lower.startsWith('::ffff:') && isIpv4(lower.slice(7)) ? lower.slice(7) : lower;
}

/** A port number, 0 when the text is none. */
export function portOf(text: string): number {
  if (text.length === 0 || text.length > 5) return 0;
  let port = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57)) return 0;
    port = port * 10 + code - 48;
  }
  return port <= 65_535 ? port : 0;
}
