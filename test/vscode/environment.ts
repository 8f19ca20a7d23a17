// The environment that nested programs get: ours, without what npm and VS Code put there for themselves.

/** npm settings that say how to reach the registry and where its cache is; those a nested npm must keep. */
const keep = /^npm_config_(cache|registry|userconfig|globalconfig|cafile|proxy|https_proxy|noproxy)$/i;
const drop = /^(npm_|NODE_OPTIONS$|NODE_PATH$|INIT_CWD$|VSCODE_|ELECTRON_RUN_AS_NODE$)/i;

/**
 * Cleans an environment for a nested npm or VS Code. `npm run` exports all of the project's npm settings (an
 * `omit=optional` among them would lose native modules), and a terminal inside VS Code exports variables that make
 * another VS Code believe it is that one.
 * @param env the environment to clean, such as `process.env`; it is left as it is
 * @param extra variables to add, whatever their name
 */
export function cleanEnv(env: NodeJS.ProcessEnv, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => keep.test(name) || !drop.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}
