import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { EmailAddress } from '../model/names.js';
import { isDomainLabel } from '../text/hosts.js';
import { quoted } from '../text/quoted.js';
import { closest, didYouMean } from '../text/suggestion.js';
import { parsePasted } from './pasted-text.js';

/** RFC 5321, 4.5.3.1: a path of 256 including two angle brackets, and a local part of 64. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;

/**
 * An address without outer spaces, otherwise as typed: the pool decides whether case matters.
 *
 * Accepts only the form that every mail system accepts, `local@domain.tld` in ASCII. Quoted local parts, comments, IP
 * literals and display names are valid in RFC 5322, but a mistake here.
 *
 * @throws AdminError INVALID_EMAIL for a malformed address, EMAIL_DOMAIN for a domain that is not approved
 */
export function parseEmail(typed: string, conventions: Pick<Conventions, 'emailDomains'>): EmailAddress {
  const text = parsePasted(typed, 'address', 'INVALID_EMAIL');
  const hint = malformation(text);
  if (hint !== undefined) {
    throw new AdminError('INVALID_EMAIL', `${quoted(text)} is not an email address`, { hint });
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

/** How to correct an address; undefined if it is well formed. */
function malformation(text: string): string | undefined {
  if (text === '') return 'Write an address, such as ada@example.com';
  if (/[<>]/.test(text)) return 'Write only the address, without a name or angle brackets';
  if (/[,;]/.test(text)) return 'Write one address, without commas or semicolons';
  if (text.includes(' ')) return 'Write it without spaces';
  if (text.includes('"')) return 'Write it without quotes';
  const [local = '', domain, ...more] = text.split('@');
  if (domain === undefined) return 'Add the domain, as in ada@example.com';
  if (more.length > 0) return 'Write it with one @';
  if (text.length > MAX_ADDRESS) return `An address has at most ${MAX_ADDRESS} characters`;
  return localPartProblem(local) ?? domainProblem(domain);
}

function localPartProblem(local: string): string | undefined {
  if (local === '') return 'Write the part before the @';
  if (local.length > MAX_LOCAL_PART) return `The part before the @ has at most ${MAX_LOCAL_PART} characters`;
  if (/^\.|\.\.|\.$/.test(local)) {
    return 'The part before the @ cannot start or end with a dot, or have two dots in a row';
  }
  // "atext" of RFC 5322, 3.2.3.
  if (!/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(local)) {
    return "Before the @, use letters a to z, digits, dots and any of !#$%&'*+/=?^_`{|}~-";
  }
  return undefined;
}

function domainProblem(domain: string): string | undefined {
  if (domain === '') return 'Write the domain after the @';
  if (domain.startsWith('[') || /^[\d.]+$/.test(domain)) return 'Write a domain name, not an IP address';
  if (!domain.includes('.')) return 'Write the complete domain, such as example.com';
  if (/[^\p{ASCII}]/u.test(domain)) return 'Write the domain in its ASCII form, which starts with xn--';
  const labels = domain.split('.');
  if (!labels.every(isDomainLabel)) {
    return 'Each part of a domain has 1 to 63 letters, digits and hyphens, with no hyphen first or last';
  }
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'A domain name cannot end in a number';
  return undefined;
}
