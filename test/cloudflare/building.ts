// Puts things into a state: what seeds are made of, and what tests add to them. Nothing is validated here, so that
// tokens which today's Cloudflare would refuse, or which only tomorrow's will make, can exist.
import { randomId, randomSecret, seededApiKey, seededId, seededSecret } from './identifiers.ts';
import type {
  Account,
  Bucket,
  DnsRecord,
  Group,
  Membership,
  Owner,
  State,
  StoredToken,
  User,
  Zone,
} from './model.ts';
import { policiesFrom } from './policyDrafts.ts';
import type { PolicyDraft } from './policyDrafts.ts';
import { SECOND } from './times.ts';

/** With a label, ids and secrets are the same in every run; without one they are random. */
interface Labelled {
  readonly label?: string;
}

const idOf = (label: string | undefined): string => (label === undefined ? randomId() : seededId(label));

export interface NewAccount extends Labelled {
  readonly name: string;
  readonly type?: Account['type'];
  readonly createdOn?: number;
}

/** Adds an account. Nobody is a member of it yet. */
export function addAccount(state: State, { label, name, type = 'standard', createdOn }: NewAccount): Account {
  const account = { id: idOf(label), name, type, createdOn: createdOn ?? state.now() };
  state.accounts.set(account.id, account);
  return account;
}

export interface NewUser extends Labelled {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Adds a person without any membership. */
export function addUser(state: State, { label, ...names }: NewUser): User {
  const id = idOf(label);
  const user = { id, ...names, createdOn: state.now(), apiKey: seededApiKey(id), memberships: [] };
  state.users.set(id, user);
  return user;
}

export interface NewMembership {
  readonly status?: Membership['status'];
  readonly roles?: readonly string[];
  /** Everything (the default), or just what these policies say: how a user gets fewer rights. */
  readonly rights?: 'all' | readonly PolicyDraft[];
  /** May make account tokens within these rights, and sees only its own. */
  readonly provisionsTokens?: boolean;
}

/** Makes a person a member of an account; without more words, a Super Administrator. */
export function addMembership(user: User, account: Account, membership: NewMembership = {}): void {
  const {
    status = 'accepted',
    roles = ['Super Administrator - All Privileges'],
    rights = 'all',
    provisionsTokens = false,
  } = membership;
  user.memberships.push({
    id: seededId(`${user.id}/${account.id}`),
    accountId: account.id,
    status,
    roles,
    rights: rights === 'all' ? rights : policiesFrom(account.id, rights),
    provisionsTokens,
  });
}

export interface NewZone extends Labelled {
  readonly name: string;
  readonly account: Account;
  readonly status?: Zone['status'];
  readonly type?: Zone['type'];
  readonly plan?: Zone['plan'];
  readonly paused?: boolean;
  readonly createdOn?: number;
}

/** Adds a zone to an account. */
export function addZone(state: State, { label, account, ...given }: NewZone): Zone {
  const createdOn = given.createdOn ?? state.now();
  const zone: Zone = {
    id: idOf(label),
    accountId: account.id,
    status: 'active',
    type: 'full',
    plan: 'free',
    paused: false,
    modifiedOn: createdOn,
    ...given,
    createdOn,
  };
  state.zones.set(zone.id, zone);
  return zone;
}

export interface NewBucket {
  readonly name: string;
  readonly account: Account;
  readonly jurisdiction?: string;
  readonly location?: string;
  readonly storageClass?: string;
  readonly createdOn?: number;
}

/** Adds an R2 bucket to an account. */
export function addBucket(state: State, { account, ...given }: NewBucket): Bucket {
  const bucket: Bucket = {
    accountId: account.id,
    jurisdiction: 'default',
    location: 'weur',
    storageClass: 'Standard',
    createdOn: state.now(),
    ...given,
  };
  state.buckets.push(bucket);
  return bucket;
}

/** Adds a DNS record to a zone. `name` is the full name. */
export function addRecord(
  state: State,
  zone: Zone,
  given: Pick<DnsRecord, 'type' | 'name' | 'content'> & Partial<DnsRecord>,
): DnsRecord {
  const record: DnsRecord = {
    id: seededId(`${zone.id}/${given.type}/${given.name}/${given.content}`),
    zoneId: zone.id,
    ttl: 1,
    proxied: false,
    comment: null,
    tags: [],
    createdOn: zone.createdOn,
    modifiedOn: zone.createdOn,
    ...given,
  };
  state.records.set(record.id, record);
  return record;
}

/** Adds a permission group that Cloudflare serves and no catalogue knows yet. */
export function addGroup(state: State, group: Group): Group {
  state.groups.set(group.id, group);
  return group;
}

export interface NewToken extends Labelled, Partial<Omit<StoredToken, 'id' | 'owner' | 'policies'>> {
  readonly name: string;
  readonly owner: User | Account;
  readonly policies: readonly PolicyDraft[];
}

/** Adds a token; its secret is in the result. It was issued now and never used, unless told otherwise. */
export function addToken(state: State, { label, owner, policies, ...given }: NewToken): StoredToken {
  const isUser = 'email' in owner;
  const kind = isUser ? 'user' : 'account';
  const tokenOwner: Owner = isUser
    ? { kind: 'user', userId: owner.id }
    : { kind: 'account', accountId: owner.id };
  const issuedOn = Math.floor((given.issuedOn ?? state.now()) / SECOND) * SECOND;
  const id = idOf(label);
  const token: StoredToken = {
    id,
    owner: tokenOwner,
    status: 'active',
    policies: policiesFrom(id, policies),
    modifiedOn: issuedOn,
    secret: label === undefined ? randomSecret(kind) : seededSecret(kind, label),
    secretKnownFrom: 0,
    ...given,
    issuedOn,
  };
  state.tokens.set(token.id, token);
  state.secrets.add(token.secret);
  return token;
}
