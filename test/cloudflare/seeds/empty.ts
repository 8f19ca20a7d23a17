// A new customer: one account, no zones, and nothing but the two management tokens.
import { addAccount, addMembership, addToken, addUser } from '../building.ts';
import type { State } from '../model.ts';
import { accountManagementPolicies, managementPolicies } from '../policyDrafts.ts';
import { DAY } from '../times.ts';
import type { Planted } from './planted.ts';

/** Fills a state with this seed. */
export function plantEmpty(state: State): Planted {
  const issuedOn = state.now() - DAY;
  const person = addUser(state, {
    label: 'empty/user',
    email: 'sam.rivera@example.com',
    firstName: 'Sam',
    lastName: 'Rivera',
  });
  const account = addAccount(state, {
    label: 'empty/account',
    name: "Sam Rivera's Account",
    createdOn: issuedOn,
  });
  addMembership(person, account);
  const userToken = addToken(state, {
    label: 'empty/user management',
    name: 'VS Code',
    owner: person,
    policies: managementPolicies(person),
    issuedOn,
  });
  const accountToken = addToken(state, {
    label: 'empty/account management',
    name: 'VS Code (account)',
    owner: account,
    policies: accountManagementPolicies(account),
    issuedOn,
    creatorEmail: person.email,
  });
  return { person, userToken, accountToken };
}
