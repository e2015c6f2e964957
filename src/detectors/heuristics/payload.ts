/** Commands that neither tasks, services nor run keys of honest software start. */
const PAYLOAD =
  /powershell|pwsh|cmd(?:\.exe)?"? +\/[ckq]|%comspec%|mshta|rundll32|regsvr32|wscript|cscript|bitsadmin|certutil|https?:\/\/|\\\\127\.0\.0\.1|admin\$|\\pipe\\|frombase64/;
const ODD_PLACE =
  /\\(?:temp|tmp|downloads|public|perflogs|\$recycle\.bin)\\|\\appdata\\local\\temp|\\users\\[^\\]{1,60}\\[^\\]{1,80}\.(?:exe|bat|ps1|vbs|js)/;
/** Names of services as remote execution tools draw them. */
export const RANDOM_SERVICE = /(?:%systemroot%|\\windows)\\(?:[a-z]{8}|[0-9a-f]{7})\.exe$/;

/** Text of a command that runs a shell, a script host or a file that users may write; lower case. */
export const isPayload = (text: string): boolean => PAYLOAD.test(text) || ODD_PLACE.test(text);
