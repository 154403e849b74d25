import { mapConstraint } from '@overread/platform';

mapConstraint('report_once', 'conflict', 'report/already-signed', 'The read has issued this report already');
mapConstraint('report_opinion_once', 'conflict', 'report/already-signed', 'The read has handed in its opinion already');
