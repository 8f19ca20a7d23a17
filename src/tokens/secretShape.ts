// What a pasted text looks like, told without asking Cloudflare: a token of which kind, something else, or a token
// with something around it. The words never repeat the text.
import * as l10n from '@vscode/l10n';
import { unwrapped } from './pastedSecret.ts';

/** Source of the formats: developers.cloudflare.com/fundamentals/api/get-started/token-formats/. */
export type SecretKind =
  'user-token' | 'account-token' | 'legacy-token' | 'global-key' | 'oauth' | 'origin-ca' | 'not-a-token';

export type SecretShape =
  | {
      readonly kind: 'user-token' | 'account-token' | 'legacy-token';
      readonly usable: true;
      /** The text without what was around it. It is the secret: wrap it at once. */
      readonly cleaned: string;
    }
  | {
      readonly kind: SecretKind;
      readonly usable: false;
      /** Empty: there is nothing here to use. */
      readonly cleaned: '';
      /** Why it cannot be used as an API token, and what to do. */
      readonly problem: string;
    };

const BODY = 40;
const CHECKSUM = 8;
/** `cfut_` and `cfat_` have five characters. */
const PREFIXED = 5 + BODY + CHECKSUM;
/** Cloudflare's schema allows values up to this length, so a longer prefixed one is not refused here. */
const LONGEST = 80;

/**
 * Classifies a pasted text. White space, quotes, brackets, `Bearer`, and a variable's name in front are taken off.
 * Only shapes are checked: the checksum's rule is not public, and the legacy format does not say whose token it is.
 */
export function shapeOf(text: string): SecretShape {
  const cleaned = unwrapped(text);
  if (cleaned === '') return refused('not-a-token', l10n.t('Paste the secret of an API token.'));
  const [, prefix] = /^(cf[a-z]+_)/.exec(cleaned) ?? [];
  switch (prefix) {
    case 'cfut_':
      return prefixed('user-token', cleaned);
    case 'cfat_':
      return prefixed('account-token', cleaned);
    case 'cfk_':
      return globalKey();
    case 'cfoat_':
      return refused(
        'oauth',
        l10n.t(
          'This is the access token of a Wrangler login, which cannot manage tokens. Create an API token instead.',
        ),
      );
    case undefined:
    default:
      return unprefixed(cleaned);
  }
}

function prefixed(kind: 'user-token' | 'account-token', text: string): SecretShape {
  if (/[•*…]|\.{3}/.test(text)) return masked();
  if (!/^[\w-]+$/.test(text)) return strangeCharacters();
  if (text.length < PREFIXED) return incomplete(text.length, PREFIXED);
  return text.length > LONGEST ? tooLong(text.length) : { kind, usable: true, cleaned: text };
}

function unprefixed(text: string): SecretShape {
  if (/[•*…]|\.{3}/.test(text)) return masked();
  if (/^v1\.0-[0-9a-f]{24}-[0-9a-f]+$/i.test(text)) {
    return refused(
      'origin-ca',
      l10n.t('This is an Origin CA key, which only signs certificates. Create an API token instead.'),
    );
  }
  if (/^\$?\{?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\}?$/.test(text)) {
    return refused('not-a-token', l10n.t('This is the name of a variable. Paste its value.'));
  }
  if (!/^[\w-]+$/.test(text)) return strangeCharacters();
  if (/^[0-9a-f]{32}$/.test(text)) {
    return refused(
      'not-a-token',
      l10n.t('This is an ID (of a token, an account or a zone), not a secret. Paste the token’s secret.'),
    );
  }
  if (/^[0-9a-f]{64}$/.test(text)) {
    return refused(
      'not-a-token',
      l10n.t(
        'This looks like the secret access key of R2, which is derived from a token. Paste the token’s secret.',
      ),
    );
  }
  // Legacy tokens use 64 characters, so one of 40 that are all hexadecimal digits practically never happens.
  if (/^[0-9a-f]{37,45}$/.test(text)) return globalKey();
  if (text.length === BODY) return { kind: 'legacy-token', usable: true, cleaned: text };
  return text.length < BODY ? incomplete(text.length, BODY) : tooLong(text.length);
}

function refused(kind: SecretKind, problem: string): SecretShape {
  return { kind, usable: false, cleaned: '', problem };
}

function globalKey(): SecretShape {
  return refused(
    'global-key',
    l10n.t(
      'This is a Global API key, which may do everything and cannot be restricted. Create an API token instead.',
    ),
  );
}

function masked(): SecretShape {
  return refused('not-a-token', l10n.t('The secret is masked. Copy it where it is shown in full.'));
}

function strangeCharacters(): SecretShape {
  return refused(
    'not-a-token',
    l10n.t('This is not an API token: its secret has only letters, digits, hyphens and underscores.'),
  );
}

function incomplete(length: number, of: number): SecretShape {
  return refused('not-a-token', l10n.t('This has {0} of {1} characters. Copy the whole secret.', length, of));
}

function tooLong(length: number): SecretShape {
  return refused(
    'not-a-token',
    l10n.t('This has {0} characters; the secret of a token has {1} or {2}.', length, BODY, PREFIXED),
  );
}
