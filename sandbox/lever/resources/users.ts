import { canonicalEmail } from '../contact-book.js';
import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Call, data, found, json, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { User } from '../model/people.js';

export const userView: View<User> = {
  wire: (_account, user) => ({ ...user }),
  expansions: {},
};

/** The object `expand` puts in place of a user's id. */
export function expandUser(account: LeverAccount, id: string | null): unknown {
  const user = id === null ? undefined : account.users.get(id);
  return user === undefined ? id : { ...user };
}

function userOf(call: Call): User {
  return found(call.account.users.get(call.params.u ?? ''), 'user');
}

function listed(call: Call): User[] {
  const { query, account } = call;
  const emails = query.all('email').map(canonicalEmail);
  const roles = query.all('accessRole');
  const directory = query.all('external_directory_id');
  const withDeactivated = query.flag('includeDeactivated') ?? false;
  return [...account.users.values()].filter((user) =>
    (withDeactivated || user.deactivatedAt === null)
    && (emails.length === 0 || emails.includes(canonicalEmail(user.email)))
    && (roles.length === 0 || roles.includes(user.accessRole))
    && (directory.length === 0 || (user.externalDirectoryId !== null && directory.includes(user.externalDirectoryId))));
}

function assertFreeEmail(account: LeverAccount, email: string, except?: User): void {
  const taken = [...account.users.values()].some((user) => user !== except
    && canonicalEmail(user.email) === canonicalEmail(email));
  if (taken) throw badRequest('A user already exists with that email address. at /email');
}

export function addUser(account: LeverAccount, body: Body): User {
  const email = body.requiredText('email');
  const name = body.requiredText('name');
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw badRequest('Invalid email address. at /email');
  assertFreeEmail(account, email);
  const user: User = {
    id: account.uuid(), name, username: email.split('@', 1)[0] ?? email, email,
      accessRole: body.text('accessRole') ?? 'interviewer',
    photo: null, createdAt: account.now(), deactivatedAt: null, externalDirectoryId: body.text('externalDirectoryId') ?? null,
    linkedContactIds: null, jobTitle: body.text('jobTitle') ?? null, managerId: body.text('managerId') ?? null,
  };
  account.users.set(user.id, user);
  account.audit('user:added', null, { id: user.id, type: 'user', label: user.name },
    { user: { id: user.id, email: user.email, name: user.name, role: user.accessRole } });
  return user;
}

function replaceUser(call: Call): User {
  const user = userOf(call);
  const { body, account } = call;
  const email = body.requiredText('email');
  assertFreeEmail(account, email, user);
  const role = body.requiredText('accessRole');
  if (role !== user.accessRole) {
    account.audit('user.role:changed', null, { id: user.id, type: 'user', label: user.name }, { from: user.accessRole,
      to: role });
  }
  Object.assign(user, {
    name: body.requiredText('name'), email, accessRole: role, externalDirectoryId: body.text('externalDirectoryId') ?? null,
    jobTitle: body.text('jobTitle') ?? null, managerId: body.text('managerId') ?? null,
  });
  return user;
}

export function setUserActive(account: LeverAccount, user: User, isActive: boolean): void {
  user.deactivatedAt = isActive ? null : user.deactivatedAt ?? account.now();
  account.audit(isActive ? 'user:reactivated' : 'user:deactivated', null, { id: user.id, type: 'user', label: user.name },
    { user: { id: user.id, email: user.email, name: user.name, role: user.accessRole } });
}

function activation(isActive: boolean): (call: Call) => ReturnType<typeof data> {
  return (call) => {
    const user = userOf(call);
    setUserActive(call.account, user, isActive);
    return data(show(call, userView, user));
  };
}

export const userRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/users', permission: 'Find all users', scopes: ['users:read'],
    handle: (call) => json(showPage(call, userView, listed(call), byCreation)) },
  { method: 'GET', path: '/users/:u', permission: 'Find a user', scopes: ['users:read'],
    handle: (call) => data(show(call, userView, userOf(call))) },
  { method: 'POST', path: '/users', permission: 'Create a user', scopes: ['users:write'], status: 201,
    handle: (call) => data(show(call, userView, addUser(call.account, call.body))) },
  { method: 'PUT', path: '/users/:u', permission: 'Update a user', scopes: ['users:write'],
    handle: (call) => data(show(call, userView, replaceUser(call))) },
  { method: 'POST', path: '/users/:u/deactivate', permission: 'Deactivate a user', scopes: ['users:write'],
    handle: activation(false) },
  { method: 'POST', path: '/users/:u/reactivate', permission: 'Reactivate a user', scopes: ['users:write'],
    handle: activation(true) },
];
