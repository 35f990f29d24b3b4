import { describe, expect, test } from 'vitest';
import { originIn, repositoryOf } from '../../../src/files/remote.ts';

describe('the repository that a remote names', () => {
  test.each([
    ['https://github.com/shop/shop.git', 'github.com', 'shop/shop'],
    ['https://robot:ghp_secret@github.com/shop/shop', 'github.com', 'shop/shop'],
    [
      'https://token@gitlab.example.com:8443/group/sub/shop.git?private_token=x#y',
      'gitlab.example.com',
      'group/sub/shop',
    ],
    ['git@github.com:shop/shop.git', 'github.com', 'shop/shop'],
    ['ssh://git:secret@bitbucket.org:22/team/shop.git', 'bitbucket.org', 'team/shop'],
  ])('%s', (remote, host, path) => expect(repositoryOf(remote)).toEqual({ host, path }));

  test.each([
    '/srv/git/shop.git',
    '../shop',
    'file:///srv/shop',
    'https://github.com/',
    'https://github.com/only',
    'C:\\repos\\shop',
    'javascript:alert(1)//a/b',
    'https://github.com/a"onclick=x/b c',
  ])('says nothing of %s', (remote) => expect(repositoryOf(remote)).toBeUndefined());
});

test('only origin counts', () =>
  expect(
    originIn(
      '[core]\n\tbare = false\n[remote "fork"]\n\turl = https://a.example/x/y\n[remote "origin"]\n\turl = git@github.com:a/b.git\n',
    ),
  ).toBe('git@github.com:a/b.git'));
