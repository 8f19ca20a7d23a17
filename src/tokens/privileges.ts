// The permissions that reach further than their level says: over other tokens, people, money and who may sign in.
// By id, as names drift. Source of the ids: the bundled permission groups.

const MAKES_TOKENS: ReadonlySet<string> = new Set([
  '686d18d5ac6c441c867cbf6771e58a0a', // API Tokens Write
  '5bc3f8b21c554832afc660159ab75fa4', // Account API Tokens Write
]);

// Which ones count is this project's judgement: what decides on members, sign-in and payment.
const PRIVILEGED: ReadonlySet<string> = new Set([
  ...MAKES_TOKENS,
  '1af1fa2adc104452b74a9a3364202f20', // Account Settings Write, which also invites and removes members
  '6c80e02421494afc9ae14414ed442632', // Billing Write
  '9201bc6f42d440968aaab0c6f17ebb1d', // Memberships Write
  '55a5e17cc99e4a3fa1f3432d262f2e55', // User Details Write
  '901ca5e292584c6aa1b4cdb39248bb07', // SSO Connector Write
  'd5812c023a5048b4882175a28952362d', // SCIM Provisioning
  'bfe0d8686a584fa680f4c53b5eb0de6d', // Access: Organizations, Identity Providers, and Groups Write
]);

/** Can a token with this permission make other tokens? */
export function makesTokens(groupId: string): boolean {
  return MAKES_TOKENS.has(groupId);
}

/** Does this permission reach members, sign-in, payment or other tokens? */
export function isPrivileged(groupId: string): boolean {
  return PRIVILEGED.has(groupId);
}
