import type { Archive } from '../../backups/archive/archive.js';
import { subjectText } from '../../backups/archive/archive-folder.js';
import type { Stage } from '../../backups/offboard/report.js';
import { type StageName, tokenSentence } from '../../backups/offboard/stage.js';
import { commandLine, type Directory } from '../../directory.js';
import { counted } from '../../text/counted.js';
import { shellWord } from '../../text/quoted.js';

/** Which archive an attempt continues with, as a sentence. */
export function archiveLine({ manifest, digest }: Archive): string {
  return `Archive of ${subjectText(manifest)}, completed at ${manifest.completedAt}, SHA-256 ${digest}.`;
}

/** What a deletion means, before it is confirmed. */
export function deletionLines(archive: Archive): string[] {
  const { federated } = archive.manifest.counts;
  const folder = shellWord(archive.folder);
  return [
    archiveLine(archive),
    'Deleted users cannot come back as they were: pool restore creates them with another sub, without password and second factors.',
    `To restore them: sf-admin pool restore ${folder} --to CONTEXT --same-pool`,
    ...(federated === 0
      ? []
      : [
          `${counted(federated, 'federated user')} among them: a person who may still sign in at the provider exists again ` +
            'after the next sign-in. Take their access away there first.',
        ]),
  ];
}

interface EndedStage {
  readonly name: StageName;
  readonly stage: Stage;
  readonly archive: Archive;
  /** Of the report. */
  readonly file: string;
}

/** What a stage has come to, for a person. */
export function stageLines(directory: Directory, { name, stage, archive, file }: EndedStage): string[] {
  const { archived, people, appeared } = stage;
  const tokens = name === 'disabling' ? tokenSentence(stage) : undefined;
  if (people === null) return [];
  const { disabled, disabledBefore, enabled, moved, gone } = people;
  const isDone = enabled + moved + appeared === 0;
  const offboard = (folder: string) =>
    commandLine(directory, `tenant offboard ${directory.tenant ?? ''} --archive ${folder}`);
  const states =
    name === 'deletion'
      ? `${gone} gone, ${disabled + disabledBefore} disabled, ${enabled} enabled, ${moved} moved`
      : `${disabled} disabled, ${disabledBefore} disabled before, ${enabled} enabled, ${moved} moved, ${gone} gone`;
  return [
    `Read again: of ${archived} archived ${states}; not archived: ${appeared}.`,
    ...(tokens === undefined ? [] : [tokens]),
    `Report: ${file}`,
    ...(appeared === 0 ? [] : [`To offboard those who are not in the archive: ${offboard('NEW_DIR')}`]),
    ...(isDone && name === 'disabling' && archived > gone
      ? [`To delete them: ${offboard(shellWord(archive.folder))} --delete`]
      : []),
  ];
}
