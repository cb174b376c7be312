// SPDX-License-Identifier: MIT
#include "drivers/antplus/common.hpp"

namespace softpedal::antplus {

std::string software_version(const Product& product) {
  if (!product.supplement) {
    return std::to_string(product.software / 10) + "." + std::to_string(product.software % 10);
  }
  const int thousandths = product.software * 100 + *product.supplement;
  const std::string fraction = std::to_string(1000 + thousandths % 1000).substr(1);
  return std::to_string(thousandths / 1000) + "." + fraction;
}

}  // namespace softpedal::antplus
