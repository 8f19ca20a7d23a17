// The rules of the audit that are about name, addresses and dates.
import * as l10n from '@vscode/l10n';
import { admittedBy, isEmpty } from './addressSet.ts';
import { rangeOf } from './cidr.ts';
import type { AuditFinding, AuditThresholds } from './finding.ts';
import { plain } from './markdown.ts';
import { PRESETS } from './presets.ts';
import { TEMPLATES } from './templates.ts';
import { DAY, parseTime } from './times.ts';
import type { IpCondition } from './token.ts';

/** H1 and H2. `from` is when the token was made, or would be. */
export function expiryFindings(
  expiresOn: string | undefined,
  from: Date,
  { longestDays }: AuditThresholds,
): AuditFinding[] {
  const expires = parseTime(expiresOn);
  if (expires === undefined) {
    return [
      {
        rule: 'no-expiry',
        severity: 'warning',
        message: l10n.t('The token never expires.'),
        reason: l10n.t('A secret that leaked and was forgotten works for ever. An end makes you replace it.'),
        field: { kind: 'ttl' },
      },
    ];
  }
  const days = Math.round((expires.getTime() - from.getTime()) / DAY);
  if (days <= longestDays) return [];
  return [
    {
      rule: 'far-expiry',
      severity: 'info',
      message: l10n.t('The token lives for {0} days.', days),
      reason: l10n.t('Up to {0} days keep the time short in which a leaked secret works.', longestDays),
      field: { kind: 'ttl' },
    },
  ];
}

/** What the token can do, as far as the address rules care. */
export interface Power {
  readonly writes: boolean;
  readonly isPrivileged: boolean;
}

/** H8, H9 and H10. Without an allow list every address is let through that is not denied. */
export function addressFindings(
  condition: IpCondition = {},
  { writes, isPrivileged }: Power,
  { widestIpv4, widestIpv6 }: AuditThresholds,
): AuditFinding[] {
  const { allow = [] } = condition;
  if (isEmpty(admittedBy(condition))) {
    return [
      {
        rule: 'everything-blocked',
        severity: 'high',
        message: l10n.t('The address filter lets no address through.'),
        reason: l10n.t('Cloudflare refuses the token wherever it is used.'),
        field: { kind: 'condition' },
      },
    ];
  }
  if (allow.length === 0) {
    if (!writes && !isPrivileged) return [];
    return [
      {
        rule: 'no-ip-filter',
        severity: isPrivileged ? 'warning' : 'info',
        message: l10n.t('The token works from any address.'),
        reason: l10n.t('With an address filter a leaked secret is of no use elsewhere.'),
        field: { kind: 'condition' },
      },
    ];
  }
  const ranges = allow.flatMap((text) => {
    const range = rangeOf(text);
    return range === undefined ? [] : [{ text, range }];
  });
  const wide = ranges.filter(({ range }) => range.prefix < (range.version === 4 ? widestIpv4 : widestIpv6));
  const isIpv4Only = ranges.length > 0 && ranges.every(({ range }) => range.version === 4);
  return [
    ...wide.map(({ text }): AuditFinding => ({
      rule: 'wide-ip-filter',
      severity: 'warning',
      message: l10n.t('The address filter lets the wide range {0} through.', plain(text.trim())),
      reason: l10n.t(
        'The wider the range, the less the filter protects. Name the networks that use the token.',
      ),
      field: { kind: 'condition' },
    })),
    ...(isIpv4Only
      ? [
          {
            rule: 'ipv4-only',
            severity: 'info',
            message: l10n.t('The address filter lets IPv4 through only.'),
            reason: l10n.t('A tool that reaches Cloudflare over IPv6 is refused. Add its IPv6 range too.'),
            field: { kind: 'condition' },
          } satisfies AuditFinding,
        ]
      : []),
  ];
}

/** H16: a name that says nothing of the token's use, or that another one has. */
export function nameFindings(name: string, otherNames: readonly string[]): AuditFinding[] {
  const given = name.trim();
  const isOf = (candidate: string) => candidate.toLowerCase() === given.toLowerCase();
  if (given === '') return [];
  if (otherNames.some((other) => isOf(other.trim()))) {
    return [
      {
        rule: 'same-name',
        severity: 'info',
        message: l10n.t('Another token has the same name.'),
        reason: l10n.t('Tokens are told apart by their names when one has to be rolled or deleted.'),
        field: { kind: 'name' },
      },
    ];
  }
  if (![...TEMPLATES, ...PRESETS].some((from) => isOf(from.name))) return [];
  return [
    {
      rule: 'template-name',
      severity: 'info',
      message: l10n.t('The token has the name of what it was started from.'),
      reason: l10n.t('A name that says where the token is used helps when it has to be rolled or deleted.'),
      field: { kind: 'name' },
    },
  ];
}
