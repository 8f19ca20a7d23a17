// A token as a command, as Terraform and as a link: each read back, whatever the names in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { asCurl } from '../../../src/tokens/asCurl.ts';
import { asDashboardLink } from '../../../src/tokens/asDashboardLink.ts';
import { asTerraform, labelOf } from '../../../src/tokens/asTerraform.ts';
import { hclComment, hclString } from '../../../src/tokens/hcl.ts';
import { requestFromToken } from '../../../src/tokens/request.ts';
import { bodyOf, jsonText } from '../../../src/tokens/requestBody.ts';
import type { Owner, Policy, TokenRequest } from '../../../src/tokens/token.ts';
import { CATALOGUE, groupId, tokens } from './generated.ts';
import { type HclValue, readBlock, readString } from './hclReader.ts';

const API = 'https://api.cloudflare.com/client/v4';
const USER: Owner = { kind: 'user' };
const ACCOUNT_ID = 'a'.repeat(32);
const ACCOUNT: Owner = { kind: 'account', accountId: ACCOUNT_ID };
const ZONE_ID = 'e'.repeat(32);
const DNS = { id: groupId('zone', 'DNS Write'), name: 'DNS Write' };
const LOGS = { id: groupId('zone', 'Logs Read'), name: 'Logs Read' };

const allow = (groups: Policy['groups'], resources: Policy['resources']): Policy => ({
  effect: 'allow',
  groups,
  resources,
});
const ALL_ZONES = { 'com.cloudflare.api.account.zone.*': '*' };
const REQUEST: TokenRequest = {
  name: 'Deploy',
  policies: [allow([DNS], { [`com.cloudflare.api.account.zone.${ZONE_ID}`]: '*' })],
};

/** Names that mean something to a shell, to HCL, or to nobody. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '${x}',
        '%{ if }',
        '$${',
        '$$$',
        '%%{',
        '"',
        "'",
        '\\',
        '`id`',
        '$(id)',
        '\n',
        '\r',
        '\t',
        '}',
      ),
      fc.constantFrom('\u202e', '\u0000', '\u2028', '\ufeff', '\u{e0041}', '😀', '\ud800', '#', '*/', '-- '),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const requests = fc.tuple(tokens, nasty, nasty).map(([token, name, groupName]) => ({
  owner: token.owner,
  request: {
    ...requestFromToken(token, {}),
    name,
    policies: token.policies.map((policy) => ({
      ...policy,
      groups: policy.groups.map((group) => ({ ...group, name: groupName })),
    })),
  },
}));

describe('a token as a curl command', () => {
  /** What a shell makes of the arguments of curl, for several commands at once. */
  function argumentsOf(commands: readonly string[]): string[][] {
    const script = [`curl() { printf '%s\\0' "$@"; printf '\\0'; }`, ...commands].join('\n');
    const { stdout, stderr, status } = spawnSync('bash', ['-euc', script], {
      encoding: 'utf8',
      env: { CLOUDFLARE_API_TOKEN: 'from the environment' },
    });
    assert.equal(status, 0, stderr);
    return stdout
      .split('\0\0')
      .slice(0, -1)
      .map((one) => one.split('\0'));
  }

  it('sends the request to the owner’s address, with the secret from the environment', () => {
    const [toUser, toAccount] = argumentsOf([
      asCurl({ ...REQUEST, status: 'disabled' }, USER, `${API}/`),
      asCurl(REQUEST, ACCOUNT, API),
    ]);
    assert.deepEqual(toUser, [
      '--request',
      'POST',
      `${API}/user/tokens`,
      '--header',
      'Authorization: Bearer from the environment',
      '--header',
      'Content-Type: application/json',
      '--data-raw',
      jsonText(bodyOf(REQUEST)),
    ]);
    assert.equal(toAccount?.[2], `${API}/accounts/${ACCOUNT_ID}/tokens`);
  });

  it('sends exactly the body, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(requests, { minLength: 1, maxLength: 10 }), (list) => {
        const found = argumentsOf(list.map(({ request, owner }) => asCurl(request, owner, API)));
        const bodies = found.map((each) => JSON.parse(each.at(-1) ?? '') as unknown);
        // A new token has no status of its own.
        const expected = list.map(
          ({ request }) => JSON.parse(JSON.stringify({ ...bodyOf(request), status: undefined })) as unknown,
        );
        assert.deepEqual(bodies, expected);
        assert.deepEqual([...new Set(found.map(({ length }) => length))], [9]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the body as text', () => {
  it('is the body, and hides nothing', () => {
    fc.assert(
      fc.property(requests, ({ request }) => {
        const text = jsonText(bodyOf(request));
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(bodyOf(request))));
        assert.doesNotMatch(
          text,
          /[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028]|[^\P{Cc}\n]|[\u{e0000}-\u{e007f}]/u,
        );
      }),
    );
  });
});

describe('a token as Terraform', () => {
  it('is a resource of provider 5, as terraform fmt would have it', () => {
    const request: TokenRequest = {
      name: 'CI: ${branch}',
      status: 'disabled',
      policies: [
        allow([DNS, { id: LOGS.id }], { [`com.cloudflare.api.account.${ACCOUNT_ID}`]: ALL_ZONES }),
        { effect: 'deny', groups: [DNS], resources: { [`com.cloudflare.api.account.zone.${ZONE_ID}`]: '*' } },
      ],
      condition: { allow: ['192.0.2.0/24', '2001:db8::/32'], deny: ['192.0.2.9/32'] },
      notBefore: '2018-07-01T05:20:00.400Z',
      expiresOn: '2030-01-01T00:00:00Z',
    };
    assert.equal(
      asTerraform(request, ACCOUNT),
      `resource "cloudflare_account_token" "ci_branch" {
  account_id = "${ACCOUNT_ID}"
  name       = "CI: $\${branch}"
  status     = "disabled"
  not_before = "2018-07-01T05:20:00Z"
  expires_on = "2030-01-01T00:00:00Z"

  policies = [
    {
      effect = "allow"
      permission_groups = [
        { id = "${DNS.id}" }, # DNS Write
        { id = "${LOGS.id}" },
      ]
      resources = jsonencode({
        "com.cloudflare.api.account.${ACCOUNT_ID}" = {
          "com.cloudflare.api.account.zone.*" = "*"
        }
      })
    },
    {
      effect = "deny"
      permission_groups = [
        { id = "${DNS.id}" }, # DNS Write
      ]
      resources = jsonencode({
        "com.cloudflare.api.account.zone.${ZONE_ID}" = "*"
      })
    },
  ]

  condition = {
    request_ip = {
      in     = ["192.0.2.0/24", "2001:db8::/32"]
      not_in = ["192.0.2.9/32"]
    }
  }
}
`,
    );
    assert.equal(readBlock(asTerraform(REQUEST, USER)).labels[0], 'cloudflare_api_token');
  });

  it('names what the provider has no attribute for', () => {
    const text = asTerraform(
      {
        ...REQUEST,
        policies: REQUEST.policies.map((policy) => ({ ...policy, unknown: { quota: 3 } })),
        otherConditions: { device: 'strong' },
        unknown: { 'x\ny': true },
      },
      USER,
    );
    assert.match(text, /^# Left out, because the provider has no attribute for it: x y, device and quota\n/);
  });

  it('reads back as the request, whatever the names', () => {
    fc.assert(
      fc.property(requests, ({ request, owner }) => {
        const { labels, body } = readBlock(asTerraform(request, owner));
        assert.match(labels[1] ?? '', /^[a-z][a-z0-9_]*$/);
        const sent = bodyOf(request);
        const {
          name,
          policies,
          condition,
          not_before: notBefore,
          expires_on: expiresOn,
          account_id: accountId,
        } = body;
        const plainName = Array.from(request.name, (letter) =>
          /\p{Cs}/u.test(letter) ? '\ufffd' : letter,
        ).join('');
        assert.equal(name, plainName);
        assert.deepEqual(
          [notBefore, expiresOn, accountId],
          [sent['not_before'], sent['expires_on'], owner.kind === 'account' ? owner.accountId : undefined],
        );
        assert.deepEqual(
          (policies as Record<string, HclValue>[]).map(({ resources, ...rest }) => ({
            ...rest,
            resources: JSON.parse(resources as string) as unknown,
          })),
          request.policies.map(({ effect, groups, resources }) => ({
            effect,
            permission_groups: groups.map(({ id }) => ({ id })),
            resources,
          })),
        );
        const { allow: inside, deny: outside } = request.condition ?? {};
        const lists = { ...(inside && { in: inside }), ...(outside && { not_in: outside }) };
        assert.deepEqual(condition, request.condition && { request_ip: lists });
      }),
      { numRuns: 500 },
    );
  });

  it('has strings that mean exactly their text, and hide nothing', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const quoted = hclString(text);
        const whole = Array.from(text, (letter) => (/\p{Cs}/u.test(letter) ? '\ufffd' : letter)).join('');
        assert.equal(readString(quoted), whole);
        assert.doesNotMatch(quoted, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u200b\ufeff]/u);
        assert.doesNotMatch(hclComment(text), /[\p{Cc}\u2028\u2029\u202e]/u);
      }),
      { numRuns: 1000 },
    );
    assert.equal(hclString('$${a} %{if} "q" \\ \u{e0041}'), '"$$${a} %%{if} \\"q\\" \\\\ \\U000E0041"');
  });

  it('has a label made of the name', () => {
    assert.deepEqual(['CI: Zürich', '2 zones', '東京', '__x__'].map(labelOf), [
      'ci_zurich',
      'token_2_zones',
      'token',
      'x',
    ]);
  });
});

describe('a token as a dashboard link', () => {
  const link = (request: Partial<TokenRequest>, owner: Owner = USER) =>
    asDashboardLink({ ...REQUEST, ...request }, owner, CATALOGUE);
  const parametersOf = (url: string | undefined) => new URL(url ?? '').searchParams;

  it('carries name, permissions, and one account and zone', () => {
    const settings = { id: groupId('account', 'Account Settings Read') };
    const { url, missing } = link({
      name: 'CI & more',
      policies: [
        ...REQUEST.policies,
        allow([settings], { [`com.cloudflare.api.account.${ACCOUNT_ID}`]: '*' }),
      ],
    });
    assert.match(url ?? '', /^https:\/\/dash\.cloudflare\.com\/profile\/api-tokens\?/);
    const parameters = parametersOf(url);
    assert.equal(parameters.get('name'), 'CI & more');
    assert.deepEqual(JSON.parse(parameters.get('permissionGroupKeys') ?? ''), [
      { key: 'dns', type: 'edit' },
      { key: 'account_settings', type: 'read' },
    ]);
    assert.deepEqual([parameters.get('accountId'), parameters.get('zoneId')], [ACCOUNT_ID, ZONE_ID]);
    assert.deepEqual(missing, []);
  });

  it('never points to one zone where all are meant', () => {
    const [zone] = REQUEST.policies;
    assert.ok(zone);
    const all = allow([DNS], ALL_ZONES);
    assert.equal(parametersOf(link({ policies: [zone, all] }).url).get('zoneId'), 'all');
    assert.deepEqual(link({ policies: [all] }).byHand, []);
  });

  it('goes to the form of the account for its own tokens, where resources are chosen by hand', () => {
    const { url, byHand } = link({}, ACCOUNT);
    assert.match(url ?? '', /^https:\/\/dash\.cloudflare\.com\/\?to=\/:account\/api-tokens&/);
    assert.equal(byHand.length, 1);
  });

  it('says what it cannot carry', () => {
    const { url, missing, byHand } = link({
      policies: [allow([LOGS], ALL_ZONES), { ...allow([DNS], ALL_ZONES), effect: 'deny' }],
      condition: { allow: ['192.0.2.0/24'] },
      otherConditions: { device: 'strong' },
      expiresOn: '2030-01-01T00:00:00Z',
    });
    assert.equal(url, undefined);
    assert.deepEqual(missing, ['Logs Read']);
    assert.deepEqual(byHand, [
      'Exclude what the token must not reach: a link carries no exclusions.',
      'Enter the addresses of the filter.',
      'Further condition “device”: "strong"',
      'Set the start and end dates.',
    ]);
  });

  it('loses no permission: each has a key or is named', () => {
    fc.assert(
      fc.property(requests, ({ request, owner }) => {
        const { url, missing } = asDashboardLink(request, owner, CATALOGUE);
        const keys =
          url === undefined
            ? []
            : (JSON.parse(parametersOf(url).get('permissionGroupKeys') ?? '') as unknown[]);
        const ids = request.policies
          .filter(({ effect }) => effect === 'allow')
          .flatMap(({ groups }) => groups.map(({ id }) => id));
        assert.equal(keys.length + missing.length, new Set(ids).size);
      }),
    );
  });
});
