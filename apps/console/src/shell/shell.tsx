import { ActionIcon, AppShell, Box, Burger, Group, Menu, NavLink, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconKeyboard, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { EventBanner } from '../emergency/event-banner.js';
import { LiveIndicator } from '../live/live-indicator.js';
import { signOut } from '../session/api.js';
import { useUser } from '../session/session.js';
import { label, text } from '../texts/text.js';
import { Brand } from '../ui/brand.js';
import { DemoDayControl } from './demo-day.js';
import { destinationsOf } from './navigation.js';
import { useShortcutHelp, useShortcuts } from './shortcuts.js';

function UserMenu() {
  const user = useUser();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme !== 'light';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <UnstyledButton title={text('user.menu')} px="xs" py={4}>
          <Group gap="xs" wrap="nowrap">
            <IconUser aria-hidden size={20} className="mantine-hidden-from-sm" />
            <Stack gap={0} ta="right" visibleFrom="sm">
              <Text size="sm" fw={600} lh={1.2}>
                {user.name}
              </Text>
              <Text size="xs" c="dimmed" lh={1.2}>
                {label('role', user.role)} · {user.organization.name}
              </Text>
            </Stack>
            <IconChevronDown aria-hidden size={16} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item
          leftSection={dark ? <IconSun aria-hidden size={16} /> : <IconMoon aria-hidden size={16} />}
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {text(dark ? 'user.light' : 'user.dark')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout aria-hidden size={16} />}
          onClick={() => void signOut().then(() => navigate('/'))}
        >
          {text('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Header({ opened, toggle }: { opened: boolean; toggle: () => void }) {
  const openHelp = useShortcutHelp();
  return (
    <AppShell.Header bg="var(--overread-raised)">
      <Group h="100%" px="md" justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={text('nav.toggle')} />
          <Brand />
        </Group>
        <Group gap="md" wrap="nowrap">
          <LiveIndicator />
          <ActionIcon variant="subtle" color="gray" aria-label={text('shortcuts.title')} onClick={openHelp}>
            <IconKeyboard aria-hidden size={20} />
          </ActionIcon>
          <UserMenu />
        </Group>
      </Group>
    </AppShell.Header>
  );
}

function Navigation({ onGo }: { onGo: () => void }) {
  const { pathname } = useLocation();
  const destinations = destinationsOf(useUser().role);
  return (
    <AppShell.Navbar p="xs" bg="var(--overread-raised)" aria-label={text('nav.label')}>
      {destinations.map(({ path, label: name, icon: Icon, key }) => {
        const here = pathname.startsWith(path) || (path === '/worklist' && pathname.startsWith('/reads/'));
        return (
          <NavLink
            key={path}
            component={Link}
            to={path}
            label={text(name)}
            leftSection={<Icon aria-hidden size={18} />}
            rightSection={
              <Text size="xs" c="dimmed" ff="monospace" aria-hidden>
                G {key.toUpperCase()}
              </Text>
            }
            active={here}
            aria-current={here ? 'page' : undefined}
            onClick={onGo}
            styles={{ root: { borderRadius: 'var(--mantine-radius-sm)' } }}
          />
        );
      })}
      <Box mt="auto" p="xs">
        <DemoDayControl />
      </Box>
    </AppShell.Navbar>
  );
}

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const navigate = useNavigate();
  const destinations = destinationsOf(useUser().role);
  useShortcuts(
    destinations.map(({ path, label: name, key }) => ({
      keys: `g ${key}`,
      label: text('nav.goTo', { place: text(name) }),
      run: () => void navigate(path),
    })),
  );
  return (
    <>
      <a className="skip-link" href="#main">
        {text('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }}
        padding="md"
      >
        <Header opened={opened} toggle={toggle} />
        <Navigation onGo={close} />
        <AppShell.Main id="main" tabIndex={-1}>
          <EventBanner />
          <Outlet />
        </AppShell.Main>
      </AppShell>
    </>
  );
}
