// The names of the commands: activation registers them all, and the parts answer to each.

/** Every command of the extension, without the `cloudflareTokens.` in front. */
export const COMMANDS = [
  'connect',
  'connectWithEnvironment',
  'openManagementTokenPage',
  'disconnect',
  'refresh',
  'refreshList',
  'create',
  'edit',
  'duplicate',
  'verify',
  'roll',
  'copySecret',
  'insertSecret',
  'retryStore',
  'forgetSecret',
  'addConsumer',
  'forgetConsumer',
  'adoptSecret',
  'insertHere',
  'revealToken',
  'findLeaks',
  'moveLeak',
  'rollLeak',
  'revokeLeak',
  'disable',
  'enable',
  'delete',
  'copyId',
  'openInDashboard',
] as const;

export type CommandName = (typeof COMMANDS)[number];
