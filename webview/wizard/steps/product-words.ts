// The headings of Cloudflare's product categories.
import * as l10n from '@vscode/l10n';
import { capitalized } from '../../../src/tokens/capitalized.ts';

/** In the order to list them. Source: the enum `category` of permission groups in Cloudflare's TypeScript SDK. */
const PRODUCTS = [
  'dns_and_zones',
  'developer_platform',
  'ai_and_machine_learning',
  'cache_and_performance',
  'rules_and_configuration',
  'app_security',
  'cloudflare_one_and_zero_trust',
  'network_services',
  'email_and_messaging',
  'media',
  'analytics_and_logs',
  'account_and_billing',
  'other',
] as const;

const OTHER = 'other';

/** The category of a group in the list: an unknown one stands for itself, a missing one with the others. */
export function productOf({ product }: { readonly product?: string }): string {
  return product ?? OTHER;
}

/** Orders categories; those that Cloudflare may add come before the last. */
export function byProduct(a: string, b: string): number {
  return placeOf(a) - placeOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function placeOf(product: string): number {
  const place = (PRODUCTS as readonly string[]).indexOf(product);
  return place === -1 ? PRODUCTS.length - 1.5 : place;
}

/** The heading of a category; for one that this version does not know, made from its own name. */
export function productName(product: string): string {
  switch (product) {
    case 'dns_and_zones':
      return l10n.t('DNS and zones');
    case 'developer_platform':
      return l10n.t('Developer platform');
    case 'ai_and_machine_learning':
      return l10n.t('AI and machine learning');
    case 'cache_and_performance':
      return l10n.t('Cache and performance');
    case 'rules_and_configuration':
      return l10n.t('Rules and configuration');
    case 'app_security':
      return l10n.t('Application security');
    case 'cloudflare_one_and_zero_trust':
      return l10n.t('Cloudflare One and Zero Trust');
    case 'network_services':
      return l10n.t('Network services');
    case 'email_and_messaging':
      return l10n.t('Email and messaging');
    case 'media':
      return l10n.t('Media');
    case 'analytics_and_logs':
      return l10n.t('Analytics and logs');
    case 'account_and_billing':
      return l10n.t('Account and billing');
    case OTHER:
      return l10n.t('Other');
    default:
      return capitalized(product.replaceAll('_', ' '));
  }
}
