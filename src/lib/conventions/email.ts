import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { EmailAddress } from '../model/names.js';
import { isDomainLabel } from '../text/hosts.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';

/** RFC 5321, 4.5.3.1: a local part of 64, and a path of 256 with its two brackets. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

/**
 * An address as typed, in the case it was typed in: the pool decides whether case counts.
 *
 * Takes the plain form that every mail system takes, `local@domain.tld`, in ASCII. Quoted local parts, comments, IP
 * literals and display names are valid in RFC 5322 and a mistake here.
 *
 * @throws AdminError INVALID_EMAIL for a malformed address, EMAIL_DOMAIN for a domain that the conventions do not approve.
 */
export function parseEmail(text: string, conventions: Pick<Conventions, 'emailDomains'>): EmailAddress {
  const mend = malformation(text);
  if (mend !== undefined) {
    throw new AdminError('INVALID_EMAIL', `${quoted(text)} is not an email address`, { hint: mend });
  }
  checkDomain(text.slice(text.indexOf('@') + 1).toLowerCase(), conventions.emailDomains);
  return text as EmailAddress;
}

function checkDomain(domain: string, approved: readonly string[] | undefined): void {
  const domains = approved?.map((name) => name.toLowerCase());
  if (domains === undefined || domains.includes(domain)) return;
  throw new AdminError('EMAIL_DOMAIN', `email domain ${quoted(domain)} is not approved in this context`, {
    hint: `${didYouMean(closest(domain, domains))}Approved domains: ${domains.join(', ')}`,
  });
}

/** What is wrong with an address, as what to do about it; nothing if nothing is. */
function malformation(text: string): string | undefined {
  if (text === '') return 'Write an address, such as ada@example.com';
  if (/[<>]/.test(text)) return 'Write the address alone, without a name or angle brackets';
  if (/[,;]/.test(text)) return 'Write one address, without commas or semicolons';
  if (/[\s\p{Cc}]/u.test(text)) return 'Write it without spaces, tabs or control characters';
  if (text.includes('"')) return 'Write it without quotes';
  const [local = '', domain, ...more] = text.split('@');
  if (domain === undefined) return 'Write it with its domain, such as ada@example.com';
  if (more.length > 0) return 'Write it with one @';
  if (text.length > MAX_ADDRESS) return `An address has at most ${MAX_ADDRESS} characters`;
  return localPartMend(local) ?? domainMend(domain);
}

function localPartMend(local: string): string | undefined {
  if (local === '') return 'Write the part before the @';
  if (local.length > MAX_LOCAL_PART) return `The part before the @ has at most ${MAX_LOCAL_PART} characters`;
  if (/^\.|\.\.|\.$/.test(local)) {
    return 'The part before the @ neither starts nor ends with a dot, nor has two in a row';
  }
  // "atext" of RFC 5322, 3.2.3.
  if (!/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(local)) {
    return "Before the @, use letters a to z, digits, dots and any of !#$%&'*+/=?^_`{|}~-";
  }
  return undefined;
}

function domainMend(domain: string): string | undefined {
  if (domain === '') return 'Write the domain after the @';
  if (domain.startsWith('[') || /^[\d.]+$/.test(domain)) return 'Write a domain name, not an IP address';
  if (!domain.includes('.')) return 'Write the whole domain, such as example.com';
  if (/[^\p{ASCII}]/u.test(domain)) return 'Write the domain in its ASCII form, which starts with xn--';
  const labels = domain.split('.');
  if (!labels.every(isDomainLabel)) {
    return 'Between its dots, a domain has 1 to 63 letters, digits and hyphens, no hyphen first or last';
  }
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'Write a domain name that ends like .com, not in a number';
  return undefined;
}
