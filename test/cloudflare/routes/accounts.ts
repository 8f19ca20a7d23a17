// /accounts: the accounts a caller can see, and one of them, which can be renamed.
import { choice, hexId, jsonBody, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may } from '../evaluate.ts';
import type { Account } from '../model.ts';
import { rejected, unauthorized } from '../refusals.ts';
import { wholeSeconds } from '../times.ts';

const MAX_NAME = 255;
const PAGE = { min: 1, max: 50, usual: 20 };

/** The routes of this family. A caller without Account Settings Read gets an empty list, not an error. */
export function accountRoutes(): Route[] {
  const one = `/accounts/${hexId('account')}`;
  return [
    { method: 'GET', path: '/accounts', dialect: 'core', answer: list },
    {
      method: 'GET',
      path: one,
      dialect: 'core',
      answer: (call) => ({ result: accountView(find(call, 'read')) }),
    },
    { method: 'PUT', path: one, dialect: 'core', answer: rename },
  ];
}

function can({ state, principal }: Call, level: 'read' | 'write', id: string): boolean {
  return may(state, principal, RIGHTS.accountSettings[level], { kind: 'account', id });
}

function list(call: Call): Answer {
  const name = call.query.get('name')?.toLowerCase() ?? '';
  const shown = [...call.state.accounts.values()]
    .filter((account) => can(call, 'read', account.id) && account.name.toLowerCase().includes(name))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  if (choice(call, 'direction', ['asc', 'desc']) === 'desc') shown.reverse();
  return paged(call, shown, PAGE, accountView);
}

function find(call: Call, level: 'read' | 'write'): Account {
  const account = call.state.accounts.get(call.param('account'));
  if (account === undefined || !can(call, level, account.id)) throw unauthorized();
  return account;
}

/** The faults and the code are those that distilled's tests met at the real one; the full words are not known. */
async function rename(call: Call): Promise<Answer> {
  const { name, type } = await jsonBody(call);
  const account = find(call, 'write');
  if (type !== undefined) throw rejected('Updating the account type is not supported');
  if (typeof name !== 'string' || name === '') throw rejected('name is required', '/name');
  if (/[<>]/.test(name)) throw rejected('name has an invalid character', '/name');
  if (name.length > MAX_NAME) throw rejected('name is too long', '/name');
  account.name = name;
  return { result: accountView(account) };
}

/** An account as the API answers it. Both settings are null in practice where nobody set them. */
export function accountView({ id, name, type, createdOn }: Account): object {
  return {
    id,
    name,
    type,
    settings: { enforce_twofactor: type === 'enterprise' ? true : null, abuse_contact_email: null },
    created_on: wholeSeconds(createdOn),
  };
}
