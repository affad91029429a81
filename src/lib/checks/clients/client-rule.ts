import type { ClientReading } from '../../client/read-client.js';
import type { Directory } from '../../directory.js';
import type { Problem, RuleInfo } from '../finding.js';

/** What the rules of app clients look at. */
export interface ClientFacts extends ClientReading {
  readonly directory: Pick<Directory, 'context' | 'conventions'>;
  /** The client's ID, quoted for a command line. */
  readonly word: string;
  /** The attributes that the client's identity providers map, `custom:` included. */
  readonly mappedAttributes: ReadonlySet<string>;
}

/** What a rule reports: a finding without its subject, and the command without the program's name and flags. */
export type ClientProblem = Omit<Problem, 'subject'>;

/** A rule for every app client; the check adds the subject, and the program's name and flags to the command. */
export interface ClientRule extends RuleInfo {
  /** What is wrong with a client; `undefined` if the rule holds. */
  readonly find: (facts: ClientFacts) => ClientProblem | undefined;
}
