// Why a take failed, as visitors and staff read it: what happened, and what stays.
import type { BothLanguages, FailureCode } from '#lib/openset/generation.ts';

export const reasons: Record<FailureCode, BothLanguages> = {
  'rate-limit': {
    zh: '生成服务太忙，没有接下这个镜头。',
    en: 'The service was too busy to take this shot.',
  },
  key: {
    zh: '生成服务不认主机的密钥。请负责人重新填写。',
    en: 'The service does not accept the hub’s key. The owner can enter it again.',
  },
  balance: {
    zh: '生成服务的账户余额不足。',
    en: 'The account at the service has run out.',
  },
  'input-sensitive': {
    zh: '生成服务认为这段提示词含有敏感内容，没有生成。',
    en: 'The service found this prompt sensitive and made nothing.',
  },
  'output-sensitive': {
    zh: '生成服务认为生成的画面含有敏感内容，没有交出来。',
    en: 'The service found its own pictures sensitive and kept them.',
  },
  parameters: {
    zh: '生成服务不接受这个请求的参数。',
    en: 'The service does not accept the settings of this request.',
  },
  model: {
    zh: '这个账户不能用这个模型。',
    en: 'This account may not use this model.',
  },
  service: { zh: '生成服务自己出了错。', en: 'The service itself had a fault.' },
  'task-failed': {
    zh: '模型没有做出画面，也没有说原因。',
    en: 'The model made no clip and gave no reason.',
  },
  'answer-lost': {
    zh: '请求发出后没有收到回答。为了不付两次钱，没有再发。',
    en: 'No answer came to the request. It was not sent again, so that nothing is paid twice.',
  },
  'not-understood': {
    zh: '生成服务的回答看不懂。',
    en: 'The service answered in a way that is not documented.',
  },
  'too-long': { zh: '等得太久，不再等了。', en: 'It took too long and is no longer waited for.' },
  'waited-too-long': {
    zh: '排队太久，没有轮到。',
    en: 'It waited too long in the queue.',
  },
  network: {
    zh: '主机连不上生成服务。预演镜头还在。',
    en: 'The hub cannot reach the service. The previs take stays.',
  },
  download: { zh: '生成好了，但没能取回来。', en: 'The clip was made but could not be fetched.' },
  'too-large': {
    zh: '生成的文件太大，没有收下。',
    en: 'The file is larger than any clip should be and was not taken.',
  },
  'no-video': {
    zh: '取回来的不是完整的视频。',
    en: 'What came is no whole clip.',
  },
  'settings-changed': {
    zh: '生成服务的设置换了，这个镜头没有等到结果。',
    en: 'The service was changed before this shot was done.',
  },
  hub: { zh: '主机没能存下这个镜头。', en: 'The hub could not keep this take.' },
};
