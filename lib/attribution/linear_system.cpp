#include "attribution/linear_system.hpp"

#include <algorithm>
#include <cmath>

namespace handoff {

namespace {

std::size_t pivot_row(const Matrix& matrix, std::size_t column) {
    std::size_t best = column;
    for (std::size_t row = column + 1; row < matrix.size(); ++row)
        if (std::abs(matrix[row][column]) > std::abs(matrix[best][column])) best = row;
    return best;
}

} // namespace

Matrix inverse(Matrix matrix) {
    const std::size_t size = matrix.size();
    Matrix result(size);
    for (std::size_t i = 0; i < size; ++i) result[i][i] = 1;
    for (std::size_t column = 0; column < size; ++column) {
        const std::size_t pivot = pivot_row(matrix, column);
        if (pivot != column) {
            std::swap_ranges(matrix[column], matrix[column] + size, matrix[pivot]);
            std::swap_ranges(result[column], result[column] + size, result[pivot]);
        }
        const double scale = 1 / matrix[column][column];
        for (std::size_t j = 0; j < size; ++j) {
            matrix[column][j] *= scale;
            result[column][j] *= scale;
        }
        for (std::size_t row = 0; row < size; ++row) {
            const double factor = matrix[row][column];
            if (row == column || factor == 0) continue;
            for (std::size_t j = 0; j < size; ++j) {
                matrix[row][j] -= factor * matrix[column][j];
                result[row][j] -= factor * result[column][j];
            }
        }
    }
    return result;
}

std::vector<double> solve_left(const Matrix& matrix, std::span<const double> right) {
    const Matrix inverted = inverse(matrix);
    std::vector<double> row(right.size());
    for (std::size_t i = 0; i < right.size(); ++i)
        for (std::size_t j = 0; j < right.size(); ++j) row[j] += right[i] * inverted[i][j];
    return row;
}

} // namespace handoff
