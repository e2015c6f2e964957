import { profileOf, type TextProfile } from './entropy.ts';
import { hashText } from './hash.ts';

/** What matters about the path of an executable, computed once a path. */
export interface Image {
  /** Whole path, lower case. */
  readonly path: string;
  /** File name, lower case. */
  readonly name: string;
  readonly hash: number;
  readonly nameHash: number;
  readonly bucket: ImageBucket;
  readonly profile: TextProfile;
  /** True in places where ordinary users may write. */
  readonly isUserWritable: boolean;
}

export type ImageBucket =
  | 'none'
  | 'shell'
  | 'script'
  | 'lolbin'
  | 'office'
  | 'browser'
  | 'admin'
  | 'system'
  | 'server'
  | 'other';

const BUCKETS: readonly (readonly [ImageBucket, string])[] = [
  ['shell', 'cmd.exe powershell.exe pwsh.exe powershell_ise.exe bash sh dash zsh ksh pwsh bash.exe wsl.exe'],
  [
    'script',
    'wscript.exe cscript.exe mshta.exe python python3 python.exe perl ruby node node.exe php php-fpm java java.exe',
  ],
  [
    'lolbin',
    'rundll32.exe regsvr32.exe certutil.exe bitsadmin.exe msbuild.exe installutil.exe cmstp.exe msiexec.exe regasm.exe regsvcs.exe wmic.exe forfiles.exe curl curl.exe wget nc ncat socat',
  ],
  [
    'office',
    'winword.exe excel.exe powerpnt.exe outlook.exe onenote.exe msaccess.exe mspub.exe acrord32.exe acrobat.exe',
  ],
  ['browser', 'chrome.exe msedge.exe firefox.exe iexplore.exe brave.exe opera.exe chrome firefox'],
  [
    'admin',
    'net.exe net1.exe sc.exe reg.exe schtasks.exe whoami.exe nltest.exe dsquery.exe netsh.exe ipconfig.exe systeminfo.exe tasklist.exe psexec.exe psexesvc.exe sudo su ssh sshd crontab systemctl useradd usermod',
  ],
  [
    'system',
    'svchost.exe services.exe lsass.exe csrss.exe wininit.exe winlogon.exe smss.exe system explorer.exe taskhostw.exe conhost.exe dllhost.exe runtimebroker.exe searchindexer.exe wmiprvse.exe spoolsv.exe dwm.exe systemd cron init dbus-daemon kernel',
  ],
  ['server', 'w3wp.exe httpd nginx apache2 httpd.exe nginx.exe tomcat mysqld sqlservr.exe postgres php-cgi.exe'],
];
const BUCKET_OF = new Map(
  BUCKETS.flatMap(([bucket, names]) => names.split(' ').map((name) => [name, bucket] as const)),
);

const USER_WRITABLE = [
  '\\users\\',
  '\\temp\\',
  '\\programdata\\',
  '\\perflogs\\',
  '\\recycle',
  '/tmp/',
  '/dev/shm/',
  '/var/tmp/',
  '/home/',
];

/** Bounds of the cache's memory when a hostile source invents paths. */
const CACHE_SIZE = 4096;
const CACHED_LENGTH = 300;
const cache = new Map<string, Image>();

/** Facts about an executable's path. The cache changes speed only, never the answer. */
export function imageOf(path: string): Image {
  const known = cache.get(path);
  if (known) return known;
  const image = readImage(path);
  if (path.length > CACHED_LENGTH) return image;
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(path, image);
  return image;
}

function readImage(text: string): Image {
  const path = text.toLowerCase();
  const name = baseName(path);
  return {
    path,
    name,
    hash: hashText(path),
    nameHash: hashText(name),
    bucket: name === '' ? 'none' : (BUCKET_OF.get(name) ?? 'other'),
    profile: profileOf(baseName(text)),
    isUserWritable: USER_WRITABLE.some((place) => path.includes(place)),
  };
}

/** What follows the last slash of either kind. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
