export { nearestName } from '@tickwise/amm'
