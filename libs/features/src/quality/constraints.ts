import { mapConstraint } from '@overread/platform';

mapConstraint('grading_once', 'conflict', 'grading/already-graded', 'The pair is graded; a grade is never changed');
mapConstraint('sampling_decision_once', 'conflict', 'report/already-signed', 'The read has issued this report already');
mapConstraint('read_pair_once', 'conflict', 'report/already-signed', 'The two reads have been compared already');
