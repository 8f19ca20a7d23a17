// /accounts: the accounts a caller can see, and one of them.
import { choice, hexId, paged } from '../call.ts';
import type { Call, Route } from '../call.ts';
import type { Answer } from '../envelope.ts';
import { RIGHTS, may } from '../evaluate.ts';
import type { Account } from '../model.ts';
import { unauthorized } from '../refusals.ts';
import { wholeSeconds } from '../times.ts';

const PAGE = { min: 1, max: 50, usual: 20 };

/** The routes of this family. A caller without Account Settings Read gets an empty list, not an error. */
export function accountRoutes(): Route[] {
  return [
    { method: 'GET', path: '/accounts', dialect: 'core', answer: list },
    { method: 'GET', path: `/accounts/${hexId('account')}`, dialect: 'core', answer: one },
  ];
}

function readable({ state, principal }: Call, id: string): boolean {
  return may(state, principal, RIGHTS.accountSettings.read, { kind: 'account', id });
}

function list(call: Call): Answer {
  const name = call.query.get('name')?.toLowerCase() ?? '';
  const shown = [...call.state.accounts.values()]
    .filter((account) => readable(call, account.id) && account.name.toLowerCase().includes(name))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  if (choice(call, 'direction', ['asc', 'desc']) === 'desc') shown.reverse();
  return paged(call, shown, PAGE, accountView);
}

function one(call: Call): Answer {
  const account = call.state.accounts.get(call.param('account'));
  if (account === undefined || !readable(call, account.id)) throw unauthorized();
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
