import { mapConstraint } from '@overread/platform';

mapConstraint('user_account_email_unique', 'conflict', 'user/email-taken', 'somebody else has this email');
