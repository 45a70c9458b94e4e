#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace handoff {

/// A square matrix of doubles, row by row.
class Matrix {
  public:
    explicit Matrix(std::size_t size) : size_(size), cells_(size * size) {}
    std::size_t size() const noexcept { return size_; }
    double* operator[](std::size_t row) noexcept { return cells_.data() + row * size_; }
    const double* operator[](std::size_t row) const noexcept { return cells_.data() + row * size_; }

  private:
    std::size_t size_;
    std::vector<double> cells_;
};

/// The inverse, by Gauss-Jordan elimination with partial pivoting. The matrix must not be singular.
Matrix inverse(Matrix);
/// Solves row * matrix = right for row.
std::vector<double> solve_left(const Matrix& matrix, std::span<const double> right);

} // namespace handoff
