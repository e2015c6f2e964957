/** Names that exist on every machine: equal names on two hosts are not one identity. */
const BUILT_IN = new Set([
  '',
  '-',
  'n/a',
  'unknown',
  'system',
  'local system',
  'localsystem',
  'local service',
  'network service',
  'anonymous logon',
  'anonymous',
  'iusr',
  'root',
  'daemon',
  'nobody',
  'www-data',
  'sshd',
  'systemd-network',
  'systemd-resolve',
]);
const SESSION_ACCOUNT = /^(?:dwm|umfd)-\d{1,4}$/;

/** True for accounts of machines and of the system itself, which say nothing about who acted. */
export function isServiceAccount(user: string): boolean {
  const name = bareName(user);
  return BUILT_IN.has(name) || name.endsWith('$') || SESSION_ACCOUNT.test(name);
}

/** `CORP\alice` and `alice@corp.example` are alice. */
export function bareName(user: string): string {
  const afterDomain = user.slice(user.lastIndexOf('\\') + 1);
  const at = afterDomain.indexOf('@');
  return (at > 0 ? afterDomain.slice(0, at) : afterDomain).trim().toLowerCase();
}
