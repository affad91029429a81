import { expect } from 'chai';

import type { ReadAgain } from '../../../../src/lib/backups/offboard/read-again.js';
import type { Recorded } from '../../../../src/lib/backups/offboard/records-of.js';
import { type OffboardReport, readReport } from '../../../../src/lib/backups/offboard/report.js';
import { begun, ended, lastAccessToken, tokenSentence, withStage } from '../../../../src/lib/backups/offboard/stage.js';
import { ownArchivedTenant } from './example-archive.js';

const LATER = '2999-01-01T00:00:00.000Z';
const PEOPLE = { disabled: 7, disabledBefore: 1, enabled: 0, moved: 0, gone: 0 };
const FOUND: ReadAgain = { archived: 8, people: PEOPLE, appeared: 0, findings: [], withoutDetail: 0 };
const RECORDED: Recorded = { records: { count: 8, first: 'R1', last: 'R8' }, doneAt: new Map(), absent: [] };
const AFTER = { failed: 0, recorded: RECORDED, found: FOUND, accessTokensUntil: LATER };

describe('a stage of an offboarding', () => {
  const tenant = ownArchivedTenant();
  let report: OffboardReport;
  beforeEach(async () => {
    const empty = await readReport(tenant().directory(), tenant().archive);
    report = { ...empty, disabling: ended('disabling', begin(empty, 'A'), AFTER) };
  });
  const begin = (of: OffboardReport, runId: string | undefined) => begun(of, 'disabling', { runId, reason: undefined });

  it('does not keep the time of the access tokens once a further run may disable somebody', async () => {
    const stage = begin(report, 'B');
    expect(stage.accessTokensUntil).to.equal(null);
    const until = await lastAccessToken(tenant().directory(), 'disabling', { stage, changed: 0 });
    expect(Date.parse(until ?? '')).to.be.within(Date.now(), Date.now() + 86_400_000);
    expect(begun(report, 'deletion', { runId: 'B', reason: undefined }).accessTokensUntil).to.equal(LATER);
  });

  it('has no run that changes nobody, of which the history would have no record', () => {
    expect(begin(report, undefined).runs).to.deep.equal(['A']);
  });

  it('keeps the numbers of the records if this history does not have them, and says so', () => {
    const recorded: Recorded = { ...RECORDED, records: { count: 1, first: 'R9', last: 'R9' }, absent: ['A'] };
    const stage = ended('disabling', begin(report, 'B'), { ...AFTER, recorded });
    expect([stage.records, stage.notProved.at(-1)]).to.deep.equal([
      RECORDED.records,
      'This history has no records of run A: the report keeps the numbers of the history that has.',
    ]);
  });

  it('says of how many people a detail is not archived', () => {
    const { notProved } = ended('disabling', begin(report, 'A'), { ...AFTER, found: { ...FOUND, withoutDetail: 8 } });
    expect(notProved).to.include(
      'The archive lacks sign-in factors, devices or events of 8 users: they could not be read.',
    );
  });

  it('does not say that tokens may be accepted until a time that is past', () => {
    const stage = ended('disabling', begin(report, 'A'), { ...AFTER, accessTokensUntil: '2026-01-01T00:00:00.000Z' });
    expect([tokenSentence(stage), stage.notProved.length]).to.deep.equal([undefined, 2]);
    expect(tokenSentence({ ...stage, accessTokensUntil: LATER })).to.include(LATER);
  });

  it('keeps its run once people are deleted, but where they were before', () => {
    const deleted = { ...report, deletion: begun(report, 'deletion', { runId: 'D', reason: undefined }) };
    const people = { ...PEOPLE, disabled: 1, gone: 6 };
    const now = ended('disabling', begin(deleted, 'B'), { ...AFTER, found: { ...FOUND, people } });
    const { disabling, deletion } = withStage(deleted, 'disabling', now);
    expect([disabling?.runs, disabling?.people, deletion]).to.deep.equal([['A', 'B'], PEOPLE, deleted.deletion]);
    expect(withStage(report, 'disabling', now).disabling?.people).to.deep.equal(people);
  });
});
