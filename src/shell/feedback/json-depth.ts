/** How many objects and lists of a JSON text lie within each other; what is no JSON has some depth too. */
export function jsonDepth(text: string): number {
  let [depth, deepest, isInText] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') isInText = !isInText;
    else if (isInText && character === '\\') at += 1;
    else if (!isInText && (character === '{' || character === '[')) deepest = Math.max(deepest, ++depth);
    else if (!isInText && (character === '}' || character === ']')) depth -= 1;
  }
  return deepest;
}
