import type { EventClass } from '../../../../domain/contracts.gen.ts';

const CLASSES: readonly (readonly [EventClass, string])[] = [
  ['process', 'EXECVE USER_CMD'],
  [
    'auth',
    'USER_LOGIN USER_AUTH USER_ACCT USER_START USER_END USER_LOGOUT USER_ERR CRED_ACQ CRED_DISP CRED_REFR LOGIN GRP_AUTH CRYPTO_KEY_USER CRYPTO_SESSION',
  ],
  [
    'account',
    'ADD_USER DEL_USER ADD_GROUP DEL_GROUP USER_MGMT USER_CHAUTHTOK GRP_MGMT GRP_CHAUTHTOK ACCT_LOCK ACCT_UNLOCK ROLE_ASSIGN ROLE_REMOVE CHUSER_ID CHGRP_ID',
  ],
  ['service', 'SERVICE_START SERVICE_STOP'],
  ['file', 'PATH CWD'],
  ['network', 'SOCKADDR'],
  ['driver', 'KERN_MODULE'],
  ['script', 'TTY USER_TTY'],
  [
    'finding',
    'AVC USER_AVC APPARMOR APPARMOR_DENIED SECCOMP ANOM_ABEND ANOM_PROMISCUOUS ANOM_LOGIN_FAILURES ANOM_LOGIN_LOCATION ANOM_LOGIN_TIME ANOM_ROOT_TRANS ANOM_EXEC ANOM_LINK ANOM_CREAT',
  ],
];

const BY_TYPE: ReadonlyMap<string, EventClass> = new Map(
  CLASSES.flatMap(([eventClass, types]) => types.split(' ').map((type) => [type, eventClass] as const)),
);

/** Types as the kernel's own log numbers them. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['1100', 'USER_AUTH'],
  ['1112', 'USER_LOGIN'],
  ['1123', 'USER_CMD'],
  ['1130', 'SERVICE_START'],
  ['1131', 'SERVICE_STOP'],
  ['1300', 'SYSCALL'],
  ['1302', 'PATH'],
  ['1306', 'SOCKADDR'],
  ['1307', 'CWD'],
  ['1309', 'EXECVE'],
  ['1326', 'SECCOMP'],
  ['1327', 'PROCTITLE'],
  ['1400', 'AVC'],
  ['1701', 'ANOM_ABEND'],
]);

/** The name of a record type that may be given as a number. */
export function typeName(type: string): string {
  return NUMBERS.get(type) ?? type;
}

/** What kind of fact a record of a type is; for SYSCALL the call decides. */
export function classOfType(type: string): EventClass {
  return BY_TYPE.get(type) ?? 'log';
}

/** Numbers of the calls that detection asks for, on x86-64 and on arm64. */
const CALLS: readonly (readonly [string, number, number, EventClass])[] = [
  ['open', 2, -1, 'file'],
  ['openat', 257, 56, 'file'],
  ['creat', 85, -1, 'file'],
  ['unlink', 87, -1, 'file'],
  ['unlinkat', 263, 35, 'file'],
  ['rename', 82, -1, 'file'],
  ['renameat', 264, 38, 'file'],
  ['renameat2', 316, 276, 'file'],
  ['chmod', 90, -1, 'file'],
  ['fchmod', 91, 52, 'file'],
  ['fchmodat', 268, 53, 'file'],
  ['chown', 92, -1, 'file'],
  ['fchown', 93, 55, 'file'],
  ['fchownat', 260, 54, 'file'],
  ['setxattr', 188, 5, 'file'],
  ['mknod', 133, -1, 'file'],
  ['mknodat', 259, 33, 'file'],
  ['mount', 165, 40, 'file'],
  ['umount2', 166, 39, 'file'],
  ['memfd_create', 319, 279, 'file'],
  ['socket', 41, 198, 'network'],
  ['connect', 42, 203, 'network'],
  ['accept', 43, 202, 'network'],
  ['accept4', 288, 242, 'network'],
  ['bind', 49, 200, 'network'],
  ['listen', 50, 201, 'network'],
  ['sendto', 44, 206, 'network'],
  ['execve', 59, 221, 'process'],
  ['execveat', 322, 281, 'process'],
  ['clone', 56, 220, 'process'],
  ['fork', 57, -1, 'process'],
  ['vfork', 58, -1, 'process'],
  ['kill', 62, 129, 'process'],
  ['ptrace', 101, 117, 'process'],
  ['personality', 135, 92, 'process'],
  ['setuid', 105, 146, 'process'],
  ['setgid', 106, 144, 'process'],
  ['setreuid', 113, 145, 'process'],
  ['setresuid', 117, 147, 'process'],
  ['init_module', 175, 105, 'driver'],
  ['finit_module', 313, 273, 'driver'],
  ['delete_module', 176, 106, 'driver'],
  ['bpf', 321, 280, 'driver'],
  ['kexec_load', 246, 104, 'driver'],
  ['sysinfo', 99, 179, 'log'],
  ['syslog', 103, 116, 'log'],
  ['reboot', 169, 142, 'log'],
  ['sethostname', 170, 161, 'log'],
  ['settimeofday', 164, 170, 'log'],
  ['clock_settime', 227, 112, 'log'],
];

const X86_64: ReadonlyMap<string, string> = new Map(CALLS.map(([name, number]) => [`${number}`, name]));
const ARM64: ReadonlyMap<string, string> = new Map(CALLS.map(([name, , number]) => [`${number}`, name]));
const CALL_CLASSES: ReadonlyMap<string, EventClass> = new Map(
  CALLS.map(([name, , , eventClass]) => [name, eventClass]),
);

/** The name of a numbered call on the architecture of the record, '' where it is not one that detection asks for. */
export function callName(arch: string, number: string): string {
  const table = arch === 'c000003e' ? X86_64 : arch === 'c00000b7' ? ARM64 : undefined;
  return table?.get(number) ?? '';
}

export function classOfCall(name: string): EventClass {
  return CALL_CLASSES.get(name) ?? 'other';
}
