import { type Facts, type Fields, keyOf, noFields, put } from '../line.ts';

/** `new user: name=mallory, UID=0, GID=0, home=/root, shell=/bin/bash` as fields. */
function readList(text: string, fields: Fields): void {
  for (const part of text.split(', ', 16)) {
    const equals = part.indexOf('=');
    if (equals > 0) put(fields, keyOf(part.slice(0, equals)), part.slice(equals + 1));
  }
}

/** What stands between the first two single quotes at or behind `from`. */
function quoted(text: string, from = 0): string {
  const open = text.indexOf("'", from);
  const close = open < 0 ? -1 : text.indexOf("'", open + 1);
  return close < 0 ? '' : text.slice(open + 1, close);
}

function account(action: string, user: string): Facts {
  return { class: 'account', action, outcome: 'success', user };
}

/** Reads useradd, usermod, userdel, groupadd and their kin. */
export function readUserTools(message: string, fields: Fields): Facts | null {
  if (message.startsWith('new user: ') || message.startsWith('new group: ')) {
    const list = noFields();
    readList(message.slice(message.indexOf(': ') + 2), list);
    for (const key in list) put(fields, key, list[key] ?? '');
    return account(message.startsWith('new user') ? 'user_create' : 'group_create', list.name ?? '');
  }
  if (message.startsWith('failed adding user ')) {
    return { ...account('user_create', quoted(message)), outcome: 'failure' };
  }
  if (message.startsWith('add ') && message.includes(' group ')) return intoGroup(message, fields);
  if (message.startsWith('delete ') || message.startsWith('removed ')) return account('delete', quoted(message));
  if (message.startsWith('change user ')) return account('user_change', quoted(message));
  if (message.startsWith('lock user ')) return account('user_lock', quoted(message));
  if (message.startsWith('unlock user ')) return account('user_unlock', quoted(message));
  return null;
}

/** `add 'mallory' to group 'sudo'`; the same for the shadow group. */
function intoGroup(message: string, fields: Fields): Facts {
  put(fields, 'group', quoted(message, message.indexOf(' group ')));
  return account('group_add', quoted(message));
}

const CHANGED_BY = /^password for '?([^' ]{1,64})'? changed by '?([^' ]{1,64})'?/;
const ADDED_BY = /^user ([^ ]{1,64}) (added|removed) by ([^ ]{1,64}) (?:to|from) group ([^ ]{1,64})/;

/** Reads passwd, chpasswd, chage and gpasswd. */
export function readPasswd(message: string, fields: Fields): Facts | null {
  const changed = CHANGED_BY.exec(message);
  if (changed !== null) {
    put(fields, 'by_user', changed[2] ?? '');
    return account('password_change', changed[1] ?? '');
  }
  const moved = ADDED_BY.exec(message);
  if (moved !== null) {
    put(fields, 'by_user', moved[3] ?? '');
    put(fields, 'group', moved[4] ?? '');
    return account(moved[2] === 'added' ? 'group_add' : 'group_remove', moved[1] ?? '');
  }
  return message.startsWith('changed password expiry for ') ? account('password_expiry', message.slice(28)) : null;
}
