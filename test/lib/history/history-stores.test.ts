import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect } from 'chai';

import { historyFile, historyStores } from '../../../src/lib/history/history-stores.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { temporaryFolder } from '../config/temporary-folder.js';

const POOL = 'eu-west-1_Abcdefghi';
const AWS = { kind: 'aws', poolId: POOL, region: 'eu-west-1' } as const;
const LOCAL = 'http://127.0.0.1:9339';

describe('historyFile', () => {
  const fileOf = (context: object) => {
    const { dataFolder, endpoint } = openTestDirectory({ dataFolder: '/data', context });
    return historyFile(dataFolder, endpoint);
  };

  it('is one file for a user pool, whatever the context is called and which address of AWS is used', () => {
    const urls = [
      undefined,
      'https://cognito-idp.eu-west-1.amazonaws.com',
      'https://cognito-idp.eu-west-1.amazonaws.com/',
      'https://cognito-idp-fips.us-east-1.amazonaws.com',
      'https://cognito-idp.eu-west-1.api.aws',
      'https://cognito-idp.cn-north-1.amazonaws.com.cn',
      'https://vpce-0a1b-2c3d.cognito-idp.eu-west-1.vpce.amazonaws.com',
    ];
    const files = urls.flatMap((endpointUrl) =>
      ['prod', 'other', '(none)'].map((name) => fileOf({ ...AWS, name, endpointUrl })),
    );
    expect([...new Set(files)]).to.deep.equal([join('/data', 'history', 'pools', `${POOL}.ndjson`)]);
  });

  it('is another file for each other pool and endpoint', () => {
    const contexts = [
      { ...AWS },
      { ...AWS, poolId: 'eu-west-1_Other' },
      { ...AWS, endpointUrl: LOCAL },
      { ...AWS, endpointUrl: 'https://127.0.0.1:9339' },
      { ...AWS, endpointUrl: 'http://127.0.0.1:9340' },
      { ...AWS, endpointUrl: `${LOCAL}/pools` },
      { ...AWS, endpointUrl: 'https://cognito-idp.example.com' },
      { ...AWS, endpointUrl: 'https://a1b2.execute-api.eu-west-1.amazonaws.com' },
      { ...AWS, endpointUrl: 'https://cognito-idp.amazonaws.com.example.com' },
      {},
    ];
    const files = contexts.map(fileOf);
    expect(new Set(files).size).to.equal(contexts.length);
    expect(fileOf({ ...AWS, endpointUrl: `${LOCAL}/` })).to.equal(fileOf({ ...AWS, endpointUrl: LOCAL }));
  });

  it('stays where earlier versions kept it for the sandbox of the data folder', () => {
    expect([fileOf({}), fileOf({ name: 'rehearsal' })]).to.deep.equal(
      ['sandbox', 'sandbox'].map((name) => join('/data', 'history', `${name}.ndjson`)),
    );
  });

  it('is in the folder, whatever the name of the pool', () => {
    expect(dirname(fileOf({ ...AWS, poolId: '../../etc/passwd' }))).to.equal(join('/data', 'history', 'pools'));
  });
});

describe('historyStores', () => {
  const folder = temporaryFolder();
  const open = (context: object) => openTestDirectory({ dataFolder: folder.path('data'), context });
  const earlierOf = (context: object) =>
    historyStores(open(context)).earlier.map(({ name }) => name.slice(folder.path('data/history/').length));

  beforeEach(async () => {
    await mkdir(folder.path('data/history/pools'), { recursive: true });
    const names = ['a.ndjson', 'b.ndjson', 'b.ndjson.head', 'c.ndjson.head', 'sandbox.ndjson', `@${POOL}.ndjson`];
    for (const name of [...names, 'a.ndjson.head.12', 'notes.txt', 'pools/x.ndjson']) {
      await writeFile(folder.path(`data/history/${name}`), '');
    }
  });

  it('has the file of every context, that of the context itself first, and those whose head is left', () => {
    const [first, ...others] = earlierOf({ ...AWS, name: 'b' });
    expect([first, others.sort()]).to.deep.equal(['b.ndjson', [`@${POOL}.ndjson`, 'a.ndjson', 'c.ndjson']]);
    expect(earlierOf({ ...AWS, name: '(none)' })[0]).to.equal(`@${POOL}.ndjson`);
  });

  it('has that of the sandbox only for an endpoint, at which the sandbox may have been served', () => {
    expect(earlierOf({ ...AWS, endpointUrl: LOCAL })).to.include('sandbox.ndjson');
    expect(earlierOf({ ...AWS, poolId: 'us-east-1_Sandbox01' })).not.to.include('sandbox.ndjson');
    expect(earlierOf({})).to.deep.equal([]);
  });

  it('knows the records of the pool at the endpoint', () => {
    const records = [
      { poolId: POOL, endpoint: null },
      { poolId: POOL, endpoint: 'https://cognito-idp.eu-west-1.amazonaws.com' },
      { poolId: POOL, endpoint: LOCAL },
      { poolId: POOL, endpoint: 'not a URL' },
      { poolId: 'eu-west-1_Other', endpoint: null },
    ];
    const at = (context: object) => records.map(historyStores(open(context)).isOwn);
    expect({ aws: at(AWS), local: at({ ...AWS, endpointUrl: `${LOCAL}/` }) }).to.deep.equal({
      aws: [true, true, false, false, false],
      local: [false, false, true, false, false],
    });
  });

  it('has no earlier files if there is no folder', () => {
    const { earlier } = historyStores(openTestDirectory({ dataFolder: folder.path('none'), context: AWS }));
    expect(earlier).to.deep.equal([]);
  });
});
