import { expect } from 'chai';

import { readGroup } from '../../../src/lib/groups/read-groups.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { mockCognito, serviceError } from '../cognito/cognito-mock.js';
import { rejection } from '../conventions/refusal.js';

describe('readGroup', () => {
  const cognito = mockCognito();

  it('refuses an answer about another group, and does not take it for a group that does not exist', async () => {
    cognito.answer('GetGroup', { Group: { GroupName: 'admins' } });
    const error = await rejection(readGroup(openTestDirectory(), 'operators'));
    expect([error.code, error.message]).to.deep.equal([
      'BAD_RESPONSE',
      'Cognito returned group admins when asked for group operators',
    ]);
  });

  it('says that a group does not exist even if the groups cannot be listed', async () => {
    cognito.answer('GetGroup', serviceError('ResourceNotFoundException', 'Group not found.'));
    cognito.answer('ListGroups', serviceError('AccessDeniedException', 'not authorised'));
    const error = await rejection(readGroup(openTestDirectory(), 'operators'));
    expect([error.code, error.hint]).to.deep.equal(['GROUP_NOT_FOUND', 'To list the groups: sf-admin groups list']);
  });
});
