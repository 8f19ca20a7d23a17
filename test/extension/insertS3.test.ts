// Inserting what S3 clients need for R2: made of the token here, in one change, and offered to tokens for R2 only.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { insertToken } from '../../src/commands/insertToken.ts';
import { Secret } from '../../src/tokens/secret.ts';
import { s3SecretOf } from '../cloudflare/s3Secret.ts';
import { cloudflare } from './cloudflare.ts';
import { control, policies } from './control.ts';
import { closeEditors, type Folder, makeFolder } from './folder.ts';
import { openWorld, type World } from './world.ts';

describe('inserting S3 keys', () => {
  let world: World;
  let folder: Folder;
  let token: { id: string; secret: string };
  const [account = ''] = cloudflare.accounts;

  beforeEach(async () => {
    world = openWorld();
    folder = makeFolder();
    await world.connect(cloudflare.accountToken);
    token = await control.plant({
      name: 'Uploads',
      owner: account,
      policies: [
        {
          scope: 'bucket',
          groups: ['Workers R2 Storage Bucket Item Write'],
          on: {
            [`com.cloudflare.edge.r2.bucket.${account}_default_photos`]: '*',
            [`com.cloudflare.edge.r2.bucket.${account}_eu_faces`]: '*',
          },
        },
      ],
    });
    await world.explorer.refresh();
    await world.vault.put('token', token.id, new Secret(token.secret), {});
  });
  afterEach(async () => {
    await closeEditors();
    await world.close();
    folder.remove();
    await control.reset();
  });

  const said = () => world.dialogs.said.join('\n');
  const insert = async (name = 'Uploads') => insertToken(world, (await world.tokenRow(name)).node);
  const pickFile = () => world.dialogs.pick(vscode.workspace.asRelativePath(folder.uri('.env')));
  const s3Secret = () => s3SecretOf(token.secret);

  it('sets the pair and the endpoint of the chosen buckets', async () => {
    folder.write('.env', 'OTHER=1\nexport AWS_ACCESS_KEY_ID="" # r2\n');
    world.dialogs.pick('S3 keys for R2');
    world.dialogs.pick(`https://${account}.eu.r2.cloudflarestorage.com`);
    pickFile();
    await insert();
    assert.equal(
      folder.read('.env'),
      `OTHER=1\nexport AWS_ACCESS_KEY_ID="${token.id}" # r2\n` +
        `AWS_SECRET_ACCESS_KEY=${s3Secret()}\n` +
        `AWS_ENDPOINT_URL_S3=https://${account}.eu.r2.cloudflarestorage.com\n`,
    );
    assert.match(said(), /Inserted AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL_S3 into/);
    assert.ok(!said().includes(s3Secret()) && !said().includes(token.secret));
  });

  it('asks before it replaces values, and does nothing when dismissed', async () => {
    const before = 'AWS_SECRET_ACCESS_KEY=mine\n';
    folder.write('.env', before);
    world.dialogs.pick('S3 keys for R2');
    world.dialogs.pick(`https://${account}.r2.cloudflarestorage.com`);
    pickFile();
    await insert();
    assert.match(said(), /\.env already has values for AWS_SECRET_ACCESS_KEY\. Replace them\?/);
    assert.equal(folder.read('.env'), before);
  });

  it('is offered to tokens for R2 only, which have their own secret inserted as well', async () => {
    folder.write('.env', '');
    world.dialogs.pick('The API token');
    pickFile();
    world.dialogs.pick('CLOUDFLARE_API_TOKEN');
    await insert();
    assert.equal(folder.read('.env'), `CLOUDFLARE_API_TOKEN=${token.secret}\n`);
    const zone = { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.account.zone.*': '*' } };
    const other = await control.plant({
      name: 'Names',
      owner: account,
      policies: [{ ...policies.dnsRead[0], on: zone }] as never,
    });
    await world.vault.put('token', other.id, new Secret(other.secret), {});
    await world.explorer.refresh();
    const before = world.dialogs.said.length;
    await insert('Names');
    assert.ok(!world.dialogs.said.slice(before).join().includes('S3'));
  });
});
