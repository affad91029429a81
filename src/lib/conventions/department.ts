import { AdminError } from '../errors.js';
import type { Conventions } from '../model/conventions.js';
import type { DepartmentId } from '../model/names.js';
import { quoted } from '../text/quoted.js';
import { didYouMean } from '../text/suggestion.js';
import { matchesWhole } from '../text/matches-whole.js';
import { parsePasted } from './pasted-text.js';
import { isStorable } from './storable-text.js';

/**
 * A department ID without outer spaces. Only the form is checked: the user pool does not know which departments exist.
 *
 * @throws AdminError INVALID_DEPARTMENT if it does not match the conventions' pattern
 */
export function parseDepartment(typed: string, conventions: Pick<Conventions, 'departmentPattern'>): DepartmentId {
  const text = parsePasted(typed, 'department', 'INVALID_DEPARTMENT');
  const pattern = conventions.departmentPattern;
  const isDepartment = (candidate: string) => isStorable(candidate) && matchesWhole(pattern, candidate);
  if (isDepartment(text)) return text as DepartmentId;
  throw new AdminError('INVALID_DEPARTMENT', `department ${quoted(text)} is not a StackFlow department ID`, {
    hint: `${didYouMean(corrections(text).find(isDepartment))}A department ID matches ${pattern}`,
  });
}

function corrections(text: string): string[] {
  return [text.replaceAll(/\s+/g, '_'), text.replaceAll(/\s+/g, '-'), text.toUpperCase(), text.toLowerCase()];
}
