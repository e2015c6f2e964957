import { failed, type Kinds, kind, same, succeeded } from './kind.ts';

const AUTH: Kinds = {
  4624: succeeded(kind('auth', 'logon')),
  4625: failed(kind('auth', 'logon')),
  4627: succeeded(kind('auth', 'groups')),
  4648: kind('auth', 'explicit_logon'),
  4649: failed(kind('auth', 'replay')),
  4672: succeeded(kind('auth', 'special_privileges')),
  4768: kind('auth', 'ticket_granting'),
  4769: kind('auth', 'ticket'),
  4770: kind('auth', 'ticket_renew'),
  4771: failed(kind('auth', 'preauthentication')),
  4776: kind('auth', 'ntlm'),
  4778: succeeded(kind('auth', 'reconnect')),
  4779: kind('auth', 'disconnect'),
  4800: kind('auth', 'lock'),
  4801: succeeded(kind('auth', 'unlock')),
  4964: succeeded(kind('auth', 'special_groups')),
  ...same(kind('auth', 'logoff'), 4634, 4647),
};

const ACCOUNTS: Kinds = {
  4720: kind('account', 'create'),
  4722: kind('account', 'enable'),
  4723: kind('account', 'password_change'),
  4724: kind('account', 'password_reset'),
  4725: kind('account', 'disable'),
  4726: kind('account', 'delete'),
  4738: kind('account', 'change'),
  4740: kind('account', 'lockout'),
  4741: kind('account', 'computer_create'),
  4742: kind('account', 'computer_change'),
  4743: kind('account', 'computer_delete'),
  4767: kind('account', 'unlock'),
  4781: kind('account', 'rename'),
  4794: kind('account', 'recovery_password'),
  ...same(kind('account', 'group_create'), 4727, 4731, 4754),
  ...same(kind('account', 'group_add'), 4728, 4732, 4756),
  ...same(kind('account', 'group_remove'), 4729, 4733, 4757),
  ...same(kind('account', 'group_delete'), 4730, 4734, 4758),
  ...same(kind('account', 'group_change'), 4735, 4737, 4755, 4764),
  ...same(kind('account', 'policy_change'), 4713, 4717, 4718, 4739),
  ...same(kind('account', 'enumerate'), 4661, 4798, 4799),
  ...same(kind('account', 'directory_access'), 4662),
  ...same(kind('account', 'directory_change'), 5136, 5137, 5138, 5139, 5141),
  ...same(kind('account', 'credential_read'), 5379, 5381, 5382),
};

const OBJECTS: Kinds = {
  4656: kind('file', 'open'),
  4657: kind('registry', 'set'),
  4660: kind('file', 'delete'),
  4663: kind('file', 'access'),
  4664: kind('file', 'link'),
  4670: kind('file', 'permission_change'),
  5140: kind('file', 'share_access'),
  5145: kind('file', 'share_check'),
  ...same(kind('file', 'share_change'), 5142, 5143, 5144),
  ...same(kind('other', 'handle'), 4658, 4690),
  ...same(kind('other', 'key_operation'), 5058, 5059, 5061),
};

const PROCESSES: Kinds = {
  4688: succeeded(kind('process', 'create', 'process_creation')),
  4689: kind('process', 'terminate'),
  4696: kind('process', 'token'),
  4703: kind('process', 'adjust_privileges'),
  ...same(kind('process', 'use_privilege'), 4673, 4674),
  ...same(kind('module', 'load'), 4610, 4611, 4614, 4622),
};

const NETWORK: Kinds = {
  5154: succeeded(kind('network', 'listen')),
  5156: succeeded(kind('network', 'connect')),
  5158: succeeded(kind('network', 'bind')),
  ...same(failed(kind('network', 'block')), 5031, 5152, 5155, 5157, 5159),
};

const SYSTEM: Kinds = {
  1100: kind('log', 'stop'),
  1102: kind('log', 'clear'),
  4697: kind('service', 'install'),
  4698: kind('task', 'create'),
  4699: kind('task', 'delete'),
  4700: kind('task', 'enable'),
  4701: kind('task', 'disable'),
  4702: kind('task', 'update'),
  4719: kind('log', 'audit_policy_change'),
  4616: kind('other', 'time_change'),
  6416: kind('other', 'device_connect'),
  ...same(kind('other', 'firewall_change'), 4946, 4947, 4948, 4950, 4953, 5025, 5034),
  ...same(kind('other', 'filter_change'), 5440, 5441, 5442, 5444, 5446, 5447, 5448, 5449, 5450),
};

/** The Security channel by event id. */
export const SECURITY: Kinds = { ...AUTH, ...ACCOUNTS, ...OBJECTS, ...PROCESSES, ...NETWORK, ...SYSTEM };
