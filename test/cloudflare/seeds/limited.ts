// A person with fewer rights: Super Administrator at home, but in a second account trusted with the DNS of one zone
// only. What cannot be given away is seen here.
import { addAccount, addMembership, addToken, addUser, addZone } from '../building.ts';
import type { State } from '../model.ts';
import { accountManagementPolicies, managementPolicies, on } from '../policyDrafts.ts';
import { DAY } from '../times.ts';
import type { Planted } from './planted.ts';

/** Fills a state with this seed. */
export function plantLimited(state: State): Planted {
  const createdOn = state.now() - 200 * DAY;
  const person = addUser(state, {
    label: 'limited/user',
    email: 'noor.haddad@example.org',
    firstName: 'Noor',
    lastName: 'Haddad',
  });
  const own = addAccount(state, { label: 'limited/own', name: 'Noor Haddad', createdOn });
  const client = addAccount(state, { label: 'limited/client', name: 'Quayside Books', createdOn });
  addZone(state, { label: 'limited/own zone', name: 'noor.example', account: own, createdOn });
  const shop = addZone(state, {
    label: 'limited/shop',
    name: 'quayside-books.example',
    account: client,
    createdOn,
  });
  addZone(state, { label: 'limited/blog', name: 'quayside-blog.example', account: client, createdOn });
  addMembership(person, own);
  addMembership(person, client, {
    roles: ['Domain DNS'],
    rights: [
      { scope: 'zone', groups: ['Zone Read', 'DNS Write'], on: on.zones(shop) },
      { scope: 'account', groups: ['Account Settings Read'], on: on.accounts(client) },
    ],
  });
  const userToken = addToken(state, {
    label: 'limited/user management',
    name: 'VS Code',
    owner: person,
    policies: managementPolicies(person),
    issuedOn: createdOn,
  });
  const accountToken = addToken(state, {
    label: 'limited/account management',
    name: 'VS Code (account)',
    owner: own,
    policies: accountManagementPolicies(own),
    issuedOn: createdOn,
    creatorEmail: person.email,
  });
  return { person, userToken, accountToken };
}
