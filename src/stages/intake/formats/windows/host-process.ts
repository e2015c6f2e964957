/** PowerShell tells its host process and user inside a text of `name = value` lines. */
export interface HostProcess {
  readonly user: string;
  readonly image: string;
  readonly commandLine: string;
}

const MAX_SEARCHED = 8_000;
const MAX_LINE = 2_000;
const MAX_GAP = 20;

/** Reads ContextInfo of module logging, or the Data of the classic channel. */
export function hostProcess(fields: Readonly<Record<string, string>>): HostProcess {
  const context = (fields.ContextInfo ?? fields.Data ?? '').slice(0, MAX_SEARCHED);
  const commandLine = settingIn(context, 'Host Application') || settingIn(context, 'HostApplication');
  return { user: settingIn(context, 'User') || settingIn(context, 'UserId'), image: imageOf(commandLine), commandLine };
}

/** The value behind the first `name =` that opens a line. */
function settingIn(text: string, name: string): string {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const equals = text.indexOf('=', at);
    if (equals < 0) return '';
    const behind = at + name.length;
    if (equals - behind <= MAX_GAP && text.slice(behind, equals).trim() === '' && opensLine(text, at)) {
      const end = text.indexOf('\n', equals);
      return text.slice(equals + 1, Math.min(end < 0 ? text.length : end, equals + 1 + MAX_LINE)).trim();
    }
  }
  return '';
}

function opensLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before--;
  return before < 0 || text[before] === '\n';
}

/** The program of a command line: what is quoted, else what stands before the first space after `.exe` or at all. */
function imageOf(commandLine: string): string {
  if (commandLine.startsWith('"')) return commandLine.slice(1).split('"', 1)[0] ?? '';
  const suffix = commandLine.search(/\.exe(?![\w.-])/i);
  return suffix < 0 ? (commandLine.split(' ', 1)[0] ?? '') : commandLine.slice(0, suffix + '.exe'.length);
}
