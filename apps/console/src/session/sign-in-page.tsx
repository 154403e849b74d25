import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { text } from '../texts/text.js';
import { Brand } from '../ui/brand.js';
import { ProblemAlert } from '../ui/states.js';
import { signInWith } from './api.js';

interface Credentials {
  email: string;
  password: string;
}

function SignInForm() {
  const form = useForm<Credentials>({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? text('signIn.emailMissing') : null),
      password: (value) => (value === '' ? text('signIn.passwordMissing') : null),
    },
  });
  const signIn = useMutation({ mutationFn: ({ email, password }: Credentials) => signInWith(email.trim(), password) });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        {signIn.error && <ProblemAlert error={signIn.error} title={text('signIn.failed')} />}
        <TextInput
          label={text('signIn.email')}
          type="email"
          autoComplete="username"
          autoFocus
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={text('signIn.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': text('signIn.showPassword') }}
          required
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
          {text('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}

export function SignInPage() {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w={400} bg="var(--overread-raised)">
        <Stack gap="xs" mb="lg">
          <Brand />
          <Title order={1} size="h3">
            {text('signIn.title')}
          </Title>
          <Text size="sm" c="dimmed">
            {text('signIn.lead')}
          </Text>
        </Stack>
        <SignInForm />
      </Paper>
    </Center>
  );
}
