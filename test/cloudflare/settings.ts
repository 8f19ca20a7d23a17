// How this Cloudflare behaves where the real one is unknown, varies, or can be told to misbehave.

/** Changed in place, at start or while running; `defaultSettings` says what each is without a word. */
export interface Settings {
  /** Wait before every answer, in milliseconds. */
  latencyMs: number;
  /** Answers list policies in reverse and groups sorted by id, as Cloudflare was seen to do. */
  reorderAnswers: boolean;
  /**
   * A PUT leaves the ids of policies that it does not change, as the Terraform provider's acceptance tests saw
   * (api_token/resource_test.go). Off: all get new ones, which catches clients that count on them.
   */
  keepPolicyIds: boolean;
  /** What verify says of a disabled, expired or not yet valid token: 200 with its status, or 401/1000. */
  verifyInactive: 'status' | 'refused';
  /** What verify says of a token used from a forbidden address: 403/9109, or 401/1000. */
  verifyOutside: 'location' | 'refused';
  /** New secrets have the 40-character shape from before spring 2026. */
  legacySecrets: boolean;
  /** For so many milliseconds after create and roll, the new secret is unknown. */
  propagationMs: number;
  /** Unset dates are answered as null instead of being left out. */
  explicitNulls: boolean;
  /** `result_info` has `total_pages`, as in the newer schema. */
  totalPages: boolean;
  /** Product endpoints say `Forbidden` with a link, as some do since August 2026. */
  forbiddenWords: boolean;
  /** Beyond the quota, answers are 429. Off: the headers still count. */
  rateLimit: boolean;
  /** Requests per window and caller. */
  rateQuota: number;
  /** Length of the window, and of the penalty once it is exceeded, in seconds. */
  rateWindowSeconds: number;
  /** Requests per second and address, while `rateLimit` is on. */
  burstPerSecond: number;
  /** So many refused credentials from one address, and it gets 9109 "Max auth failures"; 0 is never. */
  maxAuthFailures: number;
  /** Tokens a user and an account may own. */
  userTokenQuota: number;
  accountTokenQuota: number;
}

/** The settings a server has unless told otherwise. */
export const defaultSettings: Readonly<Settings> = {
  latencyMs: 0,
  reorderAnswers: true,
  keepPolicyIds: false,
  verifyInactive: 'status',
  verifyOutside: 'location',
  legacySecrets: false,
  propagationMs: 0,
  explicitNulls: false,
  totalPages: true,
  forbiddenWords: false,
  rateLimit: false,
  rateQuota: 1200,
  rateWindowSeconds: 300,
  burstPerSecond: 200,
  maxAuthFailures: 0,
  userTokenQuota: 50,
  accountTokenQuota: 500,
};

const words: Readonly<Partial<Record<keyof Settings, readonly unknown[]>>> = {
  verifyInactive: ['status', 'refused'],
  verifyOutside: ['location', 'refused'],
};

/** The part of an unknown value that is a valid change of settings; unknown names and wrong types throw. */
export function settingsChange(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) throw new TypeError('settings must be an object');
  for (const [name, setting] of Object.entries(value)) {
    if (!isSettingName(name)) throw new TypeError(`no setting is called ${name}`);
    if (typeof setting !== typeof defaultSettings[name]) {
      throw new TypeError(`the setting ${name} cannot be a ${typeof setting}`);
    }
    const known = words[name];
    if (known !== undefined && !known.includes(setting)) {
      throw new TypeError(`the setting ${name} must be one of ${known.join(', ')}`);
    }
  }
  return value;
}

function isSettingName(name: string): name is keyof Settings {
  return Object.hasOwn(defaultSettings, name);
}
