export default () => ({ page: { average: 4.5, texts: ["It holds tea."] }, cost: 3 });
