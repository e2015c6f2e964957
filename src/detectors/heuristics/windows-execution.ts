import { type Heuristic, isStart, lineFacts, onEvent, onLine, onStart, pick } from './heuristic.ts';

const SHELLISH = new Set(['shell', 'script', 'lolbin']);
export const WINDOWS_EXECUTION: readonly Heuristic[] = [
  onStart(
    {
      id: 'office-spawns-shell',
      title: 'Office program or document reader started a shell or script host',
      severity: 4,
      probability: 0.85,
      techniques: ['T1566.001', 'T1204.002', 'T1059'],
    },
    ({ image, parent }) => parent.bucket === 'office' && SHELLISH.has(image.bucket),
  ),
  onStart(
    {
      id: 'browser-spawns-shell',
      title: 'Browser started a shell or script host',
      severity: 3,
      probability: 0.55,
      techniques: ['T1204.001', 'T1203', 'T1059'],
    },
    ({ image, parent, line }) =>
      parent.bucket === 'browser' &&
      SHELLISH.has(image.bucket) &&
      !/chrome-extension|nativemessaging|native-messaging|parent-window/.test(line),
  ),
  onStart(
    {
      id: 'script-from-download',
      title: 'Script host runs a file from a place where users and mail programs write',
      severity: 3,
      probability: 0.6,
      techniques: ['T1204.002', 'T1059.005', 'T1059.007'],
    },
    ({ image, line }) =>
      /^(?:wscript|cscript|mshta)\.exe$/.test(image.name) &&
      /\\(?:users|temp|downloads|programdata|public)\\/.test(line) &&
      /\.(?:js|jse|vbs|vbe|wsf|wsh|hta|sct|txt|dat)\b/.test(line),
  ),
  onLine(
    {
      id: 'mshta-remote',
      title: 'mshta runs remote or inline script',
      severity: 4,
      probability: 0.88,
      techniques: ['T1218.005'],
    },
    (line) => line.includes('mshta') && /https?:|javascript:|vbscript:|\\\\[^\\]{1,60}\\|ftp:/.test(line),
  ),
  onLine(
    {
      id: 'regsvr32-scriptlet',
      title: 'regsvr32 runs a scriptlet',
      severity: 4,
      probability: 0.92,
      techniques: ['T1218.010'],
    },
    (line) => line.includes('regsvr32') && /scrobj|[/-]i:(?:https?|ftp|\\\\)|\.sct\b/.test(line),
  ),
  onLine(
    {
      id: 'rundll32-script',
      title: 'rundll32 runs script or a control panel trick',
      severity: 4,
      probability: 0.9,
      techniques: ['T1218.011'],
    },
    (line) =>
      line.includes('rundll32') &&
      /javascript:|vbscript:|runhtmlapplication|shell32\.dll,shellexec_rundll|url\.dll,(?:openurl|fileprotocolhandler)|advpack\.dll,(?:launchinf|registerocx)|pcwutl\.dll,launchapplication/.test(
        line,
      ),
  ),
  onStart(
    {
      id: 'library-from-user-directory',
      title: 'rundll32 or regsvr32 loads a library from a place where users may write',
      severity: 3,
      probability: 0.6,
      techniques: ['T1218.011', 'T1218.010'],
    },
    ({ image, line }) =>
      /^(?:rundll32|regsvr32)\.exe$/.test(image.name) &&
      /\\(?:temp|downloads|public|programdata|appdata\\(?:local|roaming))\\[^"]{1,200}(?:\.dll|\.ocx|\.dat|\.tmp|\.png|\.jpg|,)/.test(
        line,
      ) &&
      !/\\(?:microsoft|google|mozilla|package cache)\\/.test(line),
  ),
  onStart(
    {
      id: 'rundll32-bare',
      title: 'rundll32 started without a library to run',
      severity: 3,
      probability: 0.6,
      techniques: ['T1055', 'T1218.011'],
    },
    ({ image, line }) => image.name === 'rundll32.exe' && /rundll32(?:\.exe)?"?\s*$/.test(line),
  ),
  onLine(
    {
      id: 'certutil-misuse',
      title: 'certutil downloads or decodes a file',
      severity: 4,
      probability: 0.8,
      techniques: ['T1105', 'T1140'],
    },
    (line) => line.includes('certutil') && /[-/](?:urlcache|verifyctl|decode|decodehex|encode|ping)\b/.test(line),
  ),
  onLine(
    {
      id: 'bits-transfer',
      title: 'BITS job made from a command line',
      severity: 3,
      probability: 0.6,
      techniques: ['T1197', 'T1105'],
    },
    (line) => line.includes('bitsadmin') && /\/(?:transfer|addfile|setnotifycmdline|create)\b/.test(line),
  ),
  onLine(
    {
      id: 'download-to-disk',
      title: 'Command line tool downloads a program',
      severity: 2,
      probability: 0.4,
      techniques: ['T1105'],
    },
    (line, { verb }) =>
      (verb === 'curl' || verb === 'wget' || line.includes('curl.exe')) &&
      /https?:\/\//.test(line) &&
      /\.(?:exe|dll|ps1|bat|vbs|hta|zip|elf)\b/.test(line) &&
      / -o|--output|-outfile/.test(line),
  ),
  onLine(
    {
      id: 'developer-tool-proxy',
      title: 'Developer or installer tool runs code of its own choosing',
      severity: 3,
      probability: 0.65,
      techniques: ['T1127.001', 'T1218.004', 'T1218.009', 'T1218.003'],
    },
    (line, { verb }) =>
      (verb === 'msbuild' && /\\(?:users|temp|programdata|public)\\|\.(?:xml|txt)\b/.test(line)) ||
      (verb === 'installutil' && /logfile=|\/u\b/.test(line)) ||
      ((verb === 'regasm' || verb === 'regsvcs') && /\\(?:users|temp|programdata|public)\\/.test(line)) ||
      (verb === 'cmstp' && /\/(?:s|ni|au)\b/.test(line)),
  ),
  onLine(
    {
      id: 'msiexec-remote',
      title: 'Installer package run from a web address',
      severity: 3,
      probability: 0.7,
      techniques: ['T1218.007'],
    },
    (line) => line.includes('msiexec') && /[/-](?:i|package|y|z) *"?https?:/.test(line),
  ),
  onLine(
    {
      id: 'wmic-script',
      title: 'wmic runs a style sheet as script',
      severity: 4,
      probability: 0.85,
      techniques: ['T1220', 'T1047'],
    },
    (line) => line.includes('wmic') && /format: *"?(?:https?:|[^ ]{1,120}\.xsl)/.test(line),
  ),
  onLine(
    {
      id: 'indirect-execution',
      title: 'Command run through a program that hides it',
      severity: 2,
      probability: 0.4,
      techniques: ['T1202'],
    },
    (line, { verb }) =>
      (verb === 'forfiles' && line.includes('/c')) ||
      (verb === 'pcalua' && line.includes('-a')) ||
      verb === 'scriptrunner' ||
      (verb === 'conhost' && /\.exe +--headless/.test(line)),
  ),
  onLine(
    {
      id: 'wmi-process-create',
      title: 'Process made through WMI from a command line',
      severity: 3,
      probability: 0.6,
      techniques: ['T1047'],
    },
    (line) =>
      (line.includes('wmic') && /process +call +"?create/.test(line)) ||
      (line.includes('win32_process') && /invoke-(?:wmimethod|cimmethod)|\.create\b|\[wmiclass\]/.test(line)),
  ),
  onStart(
    {
      id: 'wmi-spawns-shell',
      title: 'WMI provider host started a shell or script host',
      severity: 3,
      probability: 0.6,
      techniques: ['T1047'],
    },
    ({ image, parent }) => parent.name === 'wmiprvse.exe' && SHELLISH.has(image.bucket),
  ),
  onStart(
    {
      id: 'program-from-odd-directory',
      title: 'Program started from a directory in which none belongs',
      severity: 2,
      probability: 0.4,
      techniques: ['T1204.002', 'T1036.005'],
    },
    ({ image }) =>
      /\\(?:users\\public|windows\\temp|perflogs|\$recycle\.bin|windows\\(?:tasks|debug|tracing|fonts|media))\\[^\\]{1,80}\.(?:exe|scr|com|pif)$|\\downloads\\[^\\]{1,80}\.(?:scr|com|pif|exe)$/.test(
        image.path,
      ),
  ),
  onStart(
    {
      id: 'double-extension',
      title: 'Program named like a document',
      severity: 4,
      probability: 0.85,
      techniques: ['T1036.007', 'T1204.002'],
    },
    ({ image, line }) => DOUBLE.test(image.name) || (line.length < 400 && DOUBLE_IN_LINE.test(line)),
  ),
  onEvent(
    ['process'],
    {
      id: 'renamed-tool',
      title: 'Known tool runs under another name',
      severity: 3,
      probability: 0.6,
      techniques: ['T1036.003'],
    },
    (sighting) => {
      if (!isStart(sighting.event)) return null;
      const original = pick(sighting.fields, 'OriginalFileName').toLowerCase();
      if (original === sighting.image.name || !RENAMED.test(original)) return null;
      return { originalFileName: original, ...lineFacts(sighting) };
    },
  ),
  onStart(
    {
      id: 'compiler-from-script',
      title: 'Compiler started by a shell, script host or office program',
      severity: 2,
      probability: 0.45,
      techniques: ['T1027.004'],
    },
    ({ image, parent }) =>
      /^(?:csc|vbc|jsc)\.exe$/.test(image.name) && (SHELLISH.has(parent.bucket) || parent.bucket === 'office'),
  ),
];

const DOUBLE = /\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|txt|rtf|csv)\.(?:exe|scr|js|vbs|bat|cmd|com|pif|lnk|hta)$/;
const DOUBLE_IN_LINE = /\.(?:pdf|docx?|xlsx?|jpe?g|png|txt)\.(?:exe|scr|js|vbs|pif|hta)["' ]/;
const RENAMED =
  /^(?:cmd|powershell|pwsh|psexec|psexec\.c|rundll32|regsvr32|mshta|wscript|cscript|certutil|procdump|rclone|net|net1|schtasks|wmic|bitsadmin|nc|plink)(?:\.exe|\.dll)?$/;
