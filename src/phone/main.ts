import { mount } from 'svelte';
import Page from '#lib/phone/Page.svelte';

mount(Page, { target: document.body });
